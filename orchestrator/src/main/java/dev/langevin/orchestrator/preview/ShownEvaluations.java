package dev.langevin.orchestrator.preview;

import dev.langevin.sampling.Plan;
import java.util.stream.IntStream;

/**
 * Which evaluations are shown: the last one of each step that is.
 *
 * @param plan the job's
 * @param steps how many steps, 0 or more; all where there are fewer
 */
record ShownEvaluations(Plan plan, int steps) {

  /** Whether this one is. The last step is the last of them, the others are spread evenly. */
  boolean contains(int evaluation) {
    var all = plan.evaluations();
    int step = all.get(evaluation).step();
    boolean last = evaluation == all.size() - 1 || all.get(evaluation + 1).step() != step;
    return last && shownUpTo(step + 1) > shownUpTo(step);
  }

  /** Those from this one on, in order. */
  int[] from(int evaluation) {
    return IntStream.range(evaluation, plan.evaluations().size()).filter(this::contains).toArray();
  }

  private long shownUpTo(int step) {
    return (long) Math.min(steps, plan.steps()) * step / plan.steps();
  }
}
