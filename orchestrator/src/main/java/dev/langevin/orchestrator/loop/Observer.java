package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.State;
import java.util.List;

/** Follows the loop; either method may throw to end it. */
public interface Observer {
  /** The next evaluation is about to be asked for. */
  void before(List<State> states);

  /** An evaluation is done. */
  void after(List<State> states, Prediction prediction);
}
