package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Sight;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** States for tests: the same for the same evaluation, so that those that were made twice agree. */
final class Courses {
  /** What any evaluation makes. */
  static final Sight SIGHT = new Sight(0, new float[1], new float[1]);

  private static final List<State> STATES = new ArrayList<>();

  private Courses() {}

  /**
   * Of one image.
   *
   * @param numericsIds separated by blanks; empty for states that no network has seen
   */
  static synchronized Reached at(int evaluation, String numericsIds) {
    while (STATES.size() <= evaluation) {
      float[] x = {STATES.size()};
      STATES.add(new State(STATES.size(), x, List.of(), new float[0], new byte[0]));
    }
    Lineage lineage =
        numericsIds.isEmpty()
            ? Lineage.NONE
            : new Lineage("digest", Arrays.asList(numericsIds.split(" ")));
    return new Reached(List.of(STATES.get(evaluation)), lineage);
  }
}
