package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.State;
import java.util.List;

/** Follows the loop; either method may throw to end it. */
public interface Observer {
  /** The next evaluation is about to be asked for. */
  void before(List<State> states);

  /** An evaluation is done, or several are. */
  void after(List<State> states);

  /** This observer, and then another. */
  default Observer and(Observer other) {
    return new Observer() {
      @Override
      public void before(List<State> states) {
        Observer.this.before(states);
        other.before(states);
      }

      @Override
      public void after(List<State> states) {
        Observer.this.after(states);
        other.after(states);
      }
    };
  }
}
