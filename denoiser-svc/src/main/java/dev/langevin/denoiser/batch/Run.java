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
    BatchKey key = waiting.getFirst().key();
    List<Slot> slots = new ArrayList<>();
    for (Portion portion : waiting) {
      int room = cap - slots.size();
      if (room == 0) {
        break;
      }
      if (portion.key().equals(key) && (slots.isEmpty() || portion.size() <= room)) {
        for (int row : portion.take(Math.min(room, portion.size()))) {
          slots.add(new Slot(portion.evaluation(), row));
        }
      }
    }
    waiting.removeIf(portion -> portion.size() == 0);
    return new Run(slots);
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
