package dev.langevin.orchestrator.protocol;

import java.util.Arrays;
import java.util.BitSet;

/** The moves that are no faults, by the number of the state from which they go. */
final class Edges {
  private int[] first = new int[1 << 12];
  private int[] targets = new int[1 << 14];
  private int states;
  private int size;

  /** All edges from one state have been added; what follows goes from the next one. */
  void next() {
    if (states + 1 == first.length) {
      first = Arrays.copyOf(first, first.length * 2);
    }
    states++;
    first[states] = size;
  }

  void add(int target) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, targets.length + (targets.length >> 1));
    }
    targets[size++] = target;
  }

  /** The states from which one of {@code goals} can be reached. */
  BitSet reaching(BitSet goals) {
    int[] begin = new int[states + 2];
    for (int i = 0; i < size; i++) {
      begin[targets[i] + 1]++;
    }
    for (int i = 0; i < states; i++) {
      begin[i + 1] += begin[i];
    }
    int[] sources = new int[size];
    int[] at = begin.clone();
    for (int state = 0; state < states; state++) {
      for (int i = first[state]; i < first[state + 1]; i++) {
        sources[at[targets[i]]++] = state;
      }
    }
    BitSet reached = (BitSet) goals.clone();
    int[] stack = new int[states];
    int depth = 0;
    for (int goal = goals.nextSetBit(0); goal >= 0; goal = goals.nextSetBit(goal + 1)) {
      stack[depth++] = goal;
    }
    while (depth > 0) {
      int state = stack[--depth];
      for (int i = begin[state]; i < begin[state + 1]; i++) {
        if (!reached.get(sources[i])) {
          reached.set(sources[i]);
          stack[depth++] = sources[i];
        }
      }
    }
    return reached;
  }
}
