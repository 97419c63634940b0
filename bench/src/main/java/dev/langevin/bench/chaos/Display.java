package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.load.BatchLoad;
import dev.langevin.bench.chaos.load.Load;
import dev.langevin.bench.chaos.load.RunClock;
import dev.langevin.bench.chaos.strike.Injector;
import dev.langevin.bench.chaos.strike.Struck;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Says how a run goes: one line that is written again on a terminal, else one now and then. */
final class Display {
  private static final long TERMINAL_MILLIS = 500;
  private static final long OTHER_MILLIS = 10_000;

  private final boolean terminal = System.getProperty("langevin.terminal", "").contains("err");
  private final Duration length;
  private long next;

  Display(Duration length) {
    this.length = length;
  }

  /** What begins now. */
  void stage(String what) {
    System.err.print((terminal ? "\r\033[K" : "") + what + "\n");
  }

  /** How far it is. */
  void show(RunClock clock, Load load, BatchLoad batches, Injector injector) {
    if (clock.millis() < next) {
      return;
    }
    next = clock.millis() + (terminal ? TERMINAL_MILLIS : OTHER_MILLIS);
    List<Struck> struck = injector.struck();
    String last =
        struck.isEmpty()
            ? "none yet"
            : "%s %s"
                .formatted(
                    struck.getLast().fault().kind().title(),
                    struck.getLast().fault().member().title());
    String line =
        String.format(
            Locale.ROOT,
            "%d of %d s  jobs: %d done, %d running, %d queued  lines: %d  faults: %d, last %s",
            clock.millis() / 1000,
            length.toSeconds(),
            load.ended(),
            load.in(State.STATE_RUNNING),
            load.in(State.STATE_QUEUED),
            batches.lines(),
            struck.size(),
            last);
    System.err.print(terminal ? "\r\033[K" + line : line + "\n");
  }
}
