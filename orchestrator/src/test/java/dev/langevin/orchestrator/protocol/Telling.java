package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Explorer.Report;
import dev.langevin.orchestrator.protocol.Explorer.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what was explored, and a trace as a person reads it. */
final class Telling {
  private Telling() {}

  static String summary(Report<?> report) {
    return String.format(
        Locale.ROOT,
        "%,d states, %,d transitions, depth %d, %.1f s%s",
        report.states(),
        report.transitions(),
        report.depth(),
        report.seconds(),
        report.wrong() != null ? "" : report.complete() ? ", all" : ", not all");
  }

  /**
   * The moves, one a line; under each, the record that it appended and what the fold makes of it.
   */
  static String trace(Protocol protocol, Report<State> report) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    boolean swapped = false;
    boolean swappedGateways = false;
    for (Taken<State> taken : report.trace()) {
      boolean other = taken.what().contains("gateway") ? swappedGateways : swapped;
      boolean numbered = !taken.what().contains("%d") ? false : !taken.what().contains("offset");
      int first = numbered ? 1 + (other ? 1 - taken.first() : taken.first()) : taken.first();
      Object second =
          taken.what().contains("%s") ? protocol.records().told(taken.second()) : taken.second();
      lines.add("%3d  %s".formatted(++number, taken.what().formatted(first, second)));
      Log log = taken.after().log();
      if (log.size() > taken.before().log().size()) {
        lines.add("       accepted: " + protocol.records().told(log.end()));
      }
      swapped ^= protocol.swaps(taken.after());
      swappedGateways ^= protocol.swapsGateways(taken.after());
    }
    lines.add("     " + report.wrong());
    return String.join("\n", lines);
  }
}
