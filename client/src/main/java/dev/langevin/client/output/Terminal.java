package dev.langevin.client.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err everything else
 * @param interactive whether a person sees {@code err} on a terminal that can redraw a line
 * @param colour whether {@code err} may be coloured
 * @param outTerminal whether a person sees {@code out} on a terminal
 * @param outColour whether {@code out} may be coloured
 * @param unicode whether {@code err} shows more than ASCII
 * @param columns width of the terminal in characters
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean colour,
    boolean outTerminal,
    boolean outColour,
    boolean unicode,
    int columns) {
  private static final int DEFAULT_COLUMNS = 80;

  /**
   * The process's own. Java can't tell which of its streams are a terminal, so the launcher script
   * names them in {@code langevin.terminal}, with the width in {@code langevin.columns}.
   */
  public static Terminal system(Map<String, String> environment) {
    String terminals = System.getProperty("langevin.terminal", "");
    boolean capable = !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    boolean colour = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    Charset charset =
        Charset.forName(System.getProperty("native.encoding", "US-ASCII"), StandardCharsets.UTF_8);
    boolean unicode = charset.equals(StandardCharsets.UTF_8);
    return new Terminal(
        stream(FileDescriptor.out, charset),
        stream(FileDescriptor.err, charset),
        capable && terminals.contains("err"),
        colour && terminals.contains("err"),
        terminals.contains("out"),
        colour && terminals.contains("out"),
        unicode,
        Math.max(40, Integer.getInteger("langevin.columns", DEFAULT_COLUMNS)));
  }

  /** Separates facts on a line. */
  public String dot() {
    return unicode ? " · " : " - ";
  }

  /** Between width and height. */
  public String times() {
    return unicode ? "×" : "x";
  }

  /** {@code text} cut to {@code width} characters, marked if anything is missing. */
  public String cut(String text, int width) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= width) {
      return line;
    }
    String mark = unicode ? "…" : "...";
    int keep = Math.max(0, width - mark.length());
    if (keep > 0 && Character.isHighSurrogate(line.charAt(keep - 1))) {
      keep--;
    }
    return line.substring(0, keep).stripTrailing() + mark;
  }

  private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
    return new PrintStream(new FileOutputStream(descriptor), true, charset);
  }
}
