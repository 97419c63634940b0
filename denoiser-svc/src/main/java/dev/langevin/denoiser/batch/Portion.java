package dev.langevin.denoiser.batch;

import java.util.ArrayList;
import java.util.List;

/** Rows of one evaluation that can be run together, as long as they wait. */
final class Portion {
  private final Evaluation evaluation;
  private final BatchKey key;
  private final List<Integer> rows = new ArrayList<>();

  Portion(Evaluation evaluation, BatchKey key) {
    this.evaluation = evaluation;
    this.key = key;
  }

  void add(int row) {
    rows.add(row);
  }

  Evaluation evaluation() {
    return evaluation;
  }

  BatchKey key() {
    return key;
  }

  int size() {
    return rows.size();
  }

  /** Takes the first rows out. */
  List<Integer> take(int count) {
    List<Integer> head = rows.subList(0, count);
    List<Integer> taken = List.copyOf(head);
    head.clear();
    evaluation.taken(count);
    return taken;
  }
}
