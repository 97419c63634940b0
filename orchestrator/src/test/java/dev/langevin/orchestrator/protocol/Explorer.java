package dev.langevin.orchestrator.protocol;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Explores every state of a model, breadth-first, so that what it finds wrong is told in as few
 * moves as possible. A state is wrong if the model says so, or if the job can't be done from it any
 * more although nothing else goes wrong.
 */
final class Explorer<S> {
  /**
   * What was explored.
   *
   * @param seconds of processor time
   * @param complete whether that is all
   * @param wrong what is wrong; null if nothing is
   * @param trace the moves that lead there
   */
  record Report<S>(
      int states,
      long transitions,
      int depth,
      double seconds,
      boolean complete,
      String wrong,
      List<Taken<S>> trace) {}

  /** A move that was taken, and where it led. */
  record Taken<S>(String what, int first, int second, S before, S after) {}

  private final Model<S> model;
  private final StateTable table;
  private final Edges edges = new Edges();
  private final BitSet done = new BitSet();
  private int from;
  private long transitions;

  Explorer(Model<S> model) {
    this.model = model;
    this.table = new StateTable(model.pack(model.initial()).length);
  }

  /** Explores, up to so many states. */
  Report<S> explore(int limit) {
    final long began = processorTime();
    table.add(model.pack(model.initial()), -1);
    int depth = 0;
    int level = 1;
    for (from = 0; from < table.size() && table.size() < limit; from++) {
      if (from == level) {
        depth++;
        level = table.size();
      }
      S state = model.unpack(table.row(from));
      String wrong = model.violation(state);
      if (wrong != null) {
        return report(depth, began, false, wrong, from);
      }
      if (model.done(state)) {
        done.set(from);
      }
      model.moves(state, this::take);
      edges.next();
    }
    boolean complete = from == table.size();
    int stuck = complete ? edges.reaching(done).nextClearBit(0) : from;
    return stuck < from
        ? report(depth, began, true, "stuck: the job can't end any more", stuck)
        : report(depth, began, complete, null, 0);
  }

  private void take(S next, boolean fault, String what, int first, int second) {
    transitions++;
    int target = table.add(model.pack(next), from);
    if (!fault) {
      edges.add(target);
    }
  }

  private Report<S> report(int depth, long began, boolean complete, String wrong, int state) {
    return new Report<>(
        table.size(),
        transitions,
        depth,
        (processorTime() - began) / 1e9,
        complete,
        wrong,
        trace(state));
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private List<Taken<S>> trace(int state) {
    List<Taken<S>> taken = new ArrayList<>();
    for (int at = state; table.parent(at) >= 0; at = table.parent(at)) {
      taken.add(between(model.unpack(table.row(table.parent(at))), table.row(at)));
    }
    Collections.reverse(taken);
    return taken;
  }

  private Taken<S> between(S before, int[] after) {
    List<Taken<S>> found = new ArrayList<>();
    model.moves(
        before,
        (next, fault, what, first, second) -> {
          if (found.isEmpty() && Arrays.equals(model.pack(next), after)) {
            found.add(new Taken<>(what, first, second, before, next));
          }
        });
    return found.getFirst();
  }
}
