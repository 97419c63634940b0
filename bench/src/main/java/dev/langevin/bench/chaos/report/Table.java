package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
    table.batches(report.batches());
    table.line("attempts beyond first   %d", report.attempts());
    table.line("evaluations repeated    %d", report.repeated());
    table.line("checkpoints damaged     %d", report.damaged());
    table.line("longest gap in service  %.1f s", report.longestGap() / 1000.0);
    table.waits("until accepted, jobs", report.waits());
    table.line("");
    table.line(
        "%-15s %11s %11s %13s %13s", "process", "files", "threads", "heap MiB", "memory MiB");
    report.holdings().forEach(holding -> table.line("%s", holding));
    table.line("");
    table.line("logs                    %s", report.folder().resolve("logs"));
    table.findings(report);
    return table.text.toString();
  }

  private void batches(Batches batches) {
    line("batches                 %d: %s", batches.all().size(), batches.ends());
    line("their lines             %s", batches.lines());
    line("lost, of batches        %d", batches.count(Problem.LOST));
    line("different, of batches   %d", batches.count(Problem.DIFFERENT));
    line("duplicate, of batches   %d", batches.count(Problem.DUPLICATE));
    line("uploads never answered  %d, left for the sweep", batches.unanswered());
    waits("until accepted, batches", batches.waits());
  }

  private void waits(String what, List<Long> waits) {
    if (!waits.isEmpty()) {
      line("%-23s p50 %d ms, max %d ms", what, waits.get(waits.size() / 2), waits.getLast());
    }
  }

  private void findings(Report report) {
    List<Finding> all =
        Stream.concat(report.findings().stream(), report.batches().findings().stream()).toList();
    all.stream().limit(SHOWN).map(Finding::toString).forEach(f -> line("%s", f));
    if (all.size() > SHOWN) {
      line("and %d more", all.size() - SHOWN);
    }
    line(report.good() ? "all bars hold" : "%d things that must not be", all.size());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
