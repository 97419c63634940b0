package dev.langevin.client.trace;

import dev.langevin.client.output.Terminal;
import dev.langevin.client.trace.Timeline.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A timeline in a terminal: a line for each part, with a bar where it lies. */
public final class TimelineText {
  private static final int LABEL = 34;
  private static final int TIME = 12;
  private static final int LEAST = 20;

  private static final int[] COLOURS = {36, 33, 32, 35, 34, 31};

  private TimelineText() {}

  /** Its lines. */
  public static List<String> lines(Timeline timeline, Terminal terminal) {
    int width = Math.max(LEAST, terminal.columns() - LABEL - TIME);
    List<String> services =
        timeline.rows().stream().map(row -> row.stretch().actor()).distinct().toList();
    List<String> lines = new ArrayList<>();
    for (Row row : timeline.rows()) {
      Stretch stretch = row.stretch();
      int colour = COLOURS[services.indexOf(stretch.actor()) % COLOURS.length];
      String bar = bar(timeline, stretch, width, terminal.unicode());
      String line =
          pad(terminal.cut(label(row), LABEL - 1), LABEL)
              + (terminal.outColour() ? "\033[%dm%s\033[0m".formatted(colour, bar) : bar)
              + "%12s".formatted(time(stretch));
      lines.add(line.stripTrailing());
    }
    return lines;
  }

  static String label(Row row) {
    Stretch stretch = row.stretch();
    String name =
        row.hidden() > 0 ? "%d more %s".formatted(row.hidden(), stretch.name()) : stretch.name();
    String detail = stretch.detail().isEmpty() ? "" : " (" + stretch.detail() + ")";
    return "\u00a0\u00a0".repeat(row.depth()) + (stretch.failed() ? "! " : "") + name + detail;
  }

  static String time(Stretch stretch) {
    double millis = stretch.millis();
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }

  private static String bar(Timeline timeline, Stretch stretch, int width, boolean unicode) {
    int from = Math.min(width - 1, (int) Math.floor(timeline.share(stretch.start()) * width));
    int to = Math.clamp((int) Math.ceil(timeline.share(stretch.end()) * width), from + 1, width);
    boolean thin = timeline.share(stretch.end()) - timeline.share(stretch.start()) < 0.25 / width;
    String fill = unicode ? (thin ? "▏" : "█") : (thin ? "|" : "#");
    return " ".repeat(from) + fill.repeat(to - from) + " ".repeat(width - to);
  }

  private static String pad(String text, int width) {
    String plain = text.replace('\u00a0', ' ');
    return plain + " ".repeat(Math.max(0, width - plain.length()));
  }
}
