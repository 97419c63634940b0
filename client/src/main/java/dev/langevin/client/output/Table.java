package dev.langevin.client.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings; the last column is cut where the terminal ends. */
public final class Table {
  private static final String GAP = "  ";

  private final Terminal terminal;
  private final List<String[]> rows = new ArrayList<>();

  /** With headings. */
  public Table(Terminal terminal, String... headings) {
    this.terminal = terminal;
    rows.add(headings);
  }

  /** Adds a row of as many cells as there are headings. */
  public void row(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0).length);
    }
    rows.add(cells);
  }

  /** Prints it as a result. */
  public void print() {
    int last = rows.get(0).length - 1;
    int[] widths = new int[last];
    for (String[] row : rows) {
      for (int i = 0; i < last; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < last; i++) {
        String cell = rows.get(r)[i];
        line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
      }
      String text = rows.get(r)[last];
      line.append(
          terminal.outTerminal()
              ? terminal.cut(text, Math.max(10, terminal.columns() - line.length()))
              : text.replaceAll("\\s+", " "));
      boolean bold = r == 0 && terminal.outColour();
      terminal.out().println(bold ? "\033[1m" + line + "\033[0m" : line.toString());
    }
  }
}
