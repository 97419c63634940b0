package dev.langevin.bench.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param page the document
 * @param line the number of its first fence
 * @param kind what stands behind that fence
 * @param mark what is said about it before that
 */
record Block(Page page, int line, String kind, String text, Mark mark) {
  /** Its calls of {@code ./langevin}, each on one line, without comments. */
  List<String> calls() {
    List<String> calls = new ArrayList<>();
    for (String line : text.replace("\\\n", " ").split("\n")) {
      if (line.startsWith("./langevin ")) {
        calls.add(line.replaceFirst(" +#.*", ""));
      }
    }
    return calls;
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
