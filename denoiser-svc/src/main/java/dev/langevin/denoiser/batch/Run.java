package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.network.RowInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows to be run together, of one or several evaluations.
 *
 * @param slots where each row comes from
 */
record Run(List<Slot> slots) {
  /**
   * Where a row comes from.
   *
   * @param row its index in the evaluation
   */
  record Slot(Evaluation evaluation, int row) {}

  /**
   * Takes the next run out of the waiting portions. The first portion decides what the rows share,
   * and is split if it is too large; further ones join if they fit as a whole, so that an
   * evaluation is not held up by half of it.
   *
   * @param waiting in order of service; loses what is taken
   * @param cap the most rows
   */
  static Run take(List<Portion> waiting, int cap) {
    return take(waiting, waiting.getFirst().key(), cap, true);
  }

  /**
   * Takes out evaluations that can run with these rows and fit as a whole.
   *
   * @param waiting in order of service; loses what is taken
   * @param room the most rows
   * @return those rows alone; may be none
   */
  static Run beside(Run run, boolean timePerRow, List<Portion> waiting, int room) {
    Slot first = run.slots().getFirst();
    BatchKey key = BatchKey.of(first.evaluation().row(first.row()), timePerRow);
    return take(waiting, key, room, false);
  }

  private static Run take(List<Portion> waiting, BatchKey key, int cap, boolean splitting) {
    List<Slot> slots = new ArrayList<>();
    for (Portion portion : waiting) {
      int room = cap - slots.size();
      if (room == 0) {
        break;
      }
      boolean split = splitting && slots.isEmpty();
      if (portion.key().equals(key) && (split || portion.size() <= room)) {
        for (int row : portion.take(Math.min(room, portion.size()))) {
          slots.add(new Slot(portion.evaluation(), row));
        }
      }
    }
    waiting.removeIf(portion -> portion.size() == 0);
    return new Run(slots);
  }

  /** These rows, and more behind them. */
  Run and(Run more) {
    List<Slot> both = new ArrayList<>(slots);
    both.addAll(more.slots);
    return new Run(both);
  }

  /** Elements of one row's latent. */
  long elements() {
    Slot first = slots.getFirst();
    return first.evaluation().row(first.row()).elements();
  }

  List<RowInput> rows() {
    return slots.stream().map(slot -> slot.evaluation().row(slot.row())).toList();
  }

  /** One run for each evaluation. */
  List<Run> apart() {
    return slots.stream()
        .map(Slot::evaluation)
        .distinct()
        .map(one -> new Run(slots.stream().filter(slot -> slot.evaluation() == one).toList()))
        .toList();
  }
}
