package dev.langevin.bench.fuzz;

import dev.langevin.bench.fuzz.kit.Tally;
import java.io.PrintStream;

/** What became of the inputs, a line for each target. */
final class Table {
  private static final String FORM = "%-20s %9s %9s %9s %9s %7s %11s%n";

  private Table() {}

  static void head(PrintStream out) {
    out.printf(FORM, "target", "inputs", "accepted", "refused", "failed", "causes", "slowest ms");
  }

  static void row(PrintStream out, Tally tally) {
    out.printf(
        FORM,
        tally.target(),
        tally.inputs(),
        tally.accepted(),
        tally.refused(),
        tally.failed(),
        tally.findings().size(),
        "%.1f".formatted(tally.slowestNanos() / 1e6));
  }
}
