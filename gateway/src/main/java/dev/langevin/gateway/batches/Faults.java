package dev.langevin.gateway.batches;

import dev.langevin.v1.BadLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bad lines of a file by what is wrong with them, so that many take little room. */
final class Faults {
  private static final String OTHERS =
      "more than %,d different faults; this line has another".formatted(BatchRules.MESSAGES);

  private final Map<String, BadLines.Builder> found = new LinkedHashMap<>();
  private int count;

  void add(int line, String message) {
    count++;
    String shown =
        message.length() > BatchRules.MESSAGE
            ? message.substring(0, BatchRules.MESSAGE - 1) + "…"
            : message;
    boolean known = found.containsKey(shown) || found.size() < BatchRules.MESSAGES - 1;
    found
        .computeIfAbsent(known ? shown : OTHERS, text -> BadLines.newBuilder().setMessage(text))
        .addLines(line);
  }

  int count() {
    return count;
  }

  List<BadLines> all() {
    return found.values().stream().map(BadLines.Builder::build).toList();
  }
}
