package dev.langevin.denoiser.batch.order;

import java.util.List;

/** Rows of one evaluation that can be run together, as long as they wait. */
final class Portion<E, K> {
  private final E evaluation;
  private final K key;
  private final Waiting waiting;
  private List<Integer> rows;

  Portion(E evaluation, K key, Waiting waiting, List<Integer> rows) {
    this.evaluation = evaluation;
    this.key = key;
    this.waiting = waiting;
    this.rows = rows;
  }

  E evaluation() {
    return evaluation;
  }

  K key() {
    return key;
  }

  Waiting waiting() {
    return waiting;
  }

  int size() {
    return rows.size();
  }

  /** Takes the first rows out. */
  List<Integer> take(int count) {
    List<Integer> taken = rows.subList(0, count);
    rows = rows.subList(count, rows.size());
    return taken;
  }
}
