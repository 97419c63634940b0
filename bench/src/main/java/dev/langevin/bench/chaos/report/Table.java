package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import java.util.List;
import java.util.Locale;

/** The report as text. */
public final class Table {
  private static final int SHOWN = 40;

  private final StringBuilder text = new StringBuilder();

  private Table() {}

  /** Of a report. */
  public static String of(Report report) {
    Table table = new Table();
    table.line("");
    table.line("%-10s %-13s %6s %6s %10s %10s", "fault", "of", "times", "jobs", "p50 ms", "max ms");
    for (Recovery recovery : report.recoveries()) {
      table.line(
          "%-10s %-13s %6d %6d %10d %10d",
          recovery.kind().title(),
          recovery.role().name().toLowerCase(Locale.ROOT),
          recovery.faults(),
          recovery.jobs(),
          recovery.median(),
          recovery.longest());
    }
    table.line(
        "(faults that came alone; interactive jobs that ran then, and how long until they were seen to go on)");
    table.line("");
    table.line("faults                  %d: %s", report.struck().size(), report.kinds());
    table.line("judged by their time    %d: alone, on a machine left alone", report.judged());
    table.line("others took             %.2f processors", report.bustle().mean());
    table.line("jobs                    %d: %s", report.jobs().size(), report.ends());
    table.line("lost                    %d", report.count(Problem.LOST));
    table.line("different               %d", report.count(Problem.DIFFERENT));
    table.line("duplicate               %d", report.count(Problem.DUPLICATE));
    table.line("attempts beyond first   %d", report.attempts());
    table.line("evaluations repeated    %d", report.repeated());
    table.line("checkpoints damaged     %d", report.damaged());
    table.line("longest gap in service  %.1f s", report.longestGap() / 1000.0);
    List<Long> waits = report.waits();
    if (!waits.isEmpty()) {
      table.line(
          "until accepted          p50 %d ms, max %d ms",
          waits.get(waits.size() / 2), waits.getLast());
    }
    table.line("");
    table.line(
        "%-15s %11s %11s %13s %13s", "process", "files", "threads", "heap MiB", "memory MiB");
    report.holdings().forEach(holding -> table.line("%s", holding));
    table.line("");
    table.line("logs                    %s", report.folder().resolve("logs"));
    table.findings(report);
    return table.text.toString();
  }

  private void findings(Report report) {
    report.findings().stream().limit(SHOWN).map(Finding::toString).forEach(f -> line("%s", f));
    if (report.findings().size() > SHOWN) {
      line("and %d more", report.findings().size() - SHOWN);
    }
    line(report.good() ? "all bars hold" : "%d things that must not be", report.findings().size());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
