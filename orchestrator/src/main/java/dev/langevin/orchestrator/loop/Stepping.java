package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.State;
import java.util.List;

/** Takes a job from one evaluation to a later one, whoever asks the network for it. */
@FunctionalInterface
public interface Stepping {
  /** The states after one more evaluation, or after several. */
  List<State> next(List<State> states);
}
