package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.batch.order.Selection;
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

  /** What the queue chose. */
  static Run of(Selection<Evaluation, BatchKey> chosen) {
    List<Slot> slots = new ArrayList<>();
    for (Selection.Part<Evaluation> part : chosen.parts()) {
      part.rows().forEach(row -> slots.add(new Slot(part.evaluation(), row)));
      part.evaluation().taken(part.rows().size());
    }
    return new Run(slots);
  }

  /** These rows, and more behind them. */
  Run and(Run more) {
    List<Slot> both = new ArrayList<>(slots);
    both.addAll(more.slots);
    return new Run(both);
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
