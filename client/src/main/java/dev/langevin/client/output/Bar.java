package dev.langevin.client.output;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Progress;
import java.time.Duration;
import java.util.Locale;

/** A bar with eighths of a character, so that it moves at every step. */
record Bar(Terminal terminal) {
  private static final int WIDEST = 40;

  /** Room for the longest times beside the bar, so that the bar keeps its width. */
  private static final int TIMES = 35;

  private static final char[] EIGHTHS = {'▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'};

  /** {@code ██████▌ 13/20 steps 0.6 s}. */
  String draw(Progress progress, Duration elapsed) {
    int steps = progress.getSteps();
    int step = Math.min(progress.getStep(), steps);
    String total = Integer.toString(steps);
    String tail =
        "  "
            + " ".repeat(total.length() - Integer.toString(step).length())
            + step
            + "/"
            + total
            + "  "
            + Text.time(elapsed)
            + remaining(progress, elapsed);
    int width = Math.clamp(terminal.columns() - 2L * total.length() - TIMES, 4, WIDEST);
    return fill(fraction(progress), width) + tail;
  }

  /** {@code ██████▌ 130/200 12.3/s, 5.7 s left}. */
  String draw(Batch batch) {
    int all = batch.getLines() - batch.getSkipped();
    int ended = Text.ended(batch);
    String tail = "  " + ended + "/" + all;
    if (batch.getState() == Batch.State.STATE_PAUSED) {
      tail += "  paused";
    } else if (batch.getRate() > 0) {
      tail += String.format(Locale.ROOT, "  %.1f/s", batch.getRate());
      tail += batch.hasTimeLeft() ? ", " + left(batch) + " left" : "";
    }
    if (batch.getFailed() > 0) {
      tail += ", " + batch.getFailed() + " failed";
    }
    if (batch.getFiltered() > 0) {
      tail += ", " + batch.getFiltered() + " filtered";
    }
    int width = Math.clamp(terminal.columns() - 1L - tail.length(), 4, WIDEST);
    return fill(all == 0 ? 0 : ended / (double) all, width) + tail;
  }

  private static String left(Batch batch) {
    return Text.time(Text.duration(batch.getTimeLeft()));
  }

  private static double fraction(Progress progress) {
    int all = progress.getEvaluations();
    return all > 0
        ? Math.min(1, progress.getEvaluation() / (double) all)
        : Math.min(1, progress.getStep() / (double) progress.getSteps());
  }

  /** Only where waiting is felt. */
  private static String remaining(Progress progress, Duration elapsed) {
    Duration left = Text.duration(progress.getTimeLeft());
    boolean felt = left.plus(elapsed).toMillis() >= 3000;
    return felt && left.toMillis() >= 50 ? ", " + Text.time(left) + " left" : "";
  }

  private String fill(double fraction, int width) {
    if (!terminal.unicode()) {
      int full = (int) Math.round(fraction * width);
      return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }
    int eighths = (int) Math.round(fraction * width * 8);
    StringBuilder done = new StringBuilder("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      done.append(EIGHTHS[eighths % 8 - 1]);
    }
    String rest = " ".repeat(width - done.length());
    // A dark background shows how far there is to go.
    return terminal.colour()
        ? "\033[36;100m" + done + rest + "\033[0m"
        : done + "░".repeat(rest.length());
  }
}
