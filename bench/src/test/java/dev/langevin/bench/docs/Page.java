package dev.langevin.bench.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the checkout.
 *
 * @param file relative to the checkout
 * @param lines its lines
 */
record Page(Path file, List<String> lines) {
  static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
  private static final Set<String> ELSEWHERE =
      Set.of("src", "target", "node_modules", ".git", ".venv");

  /** All documents there are, in the order of their names. */
  static List<Page> all() {
    try (Stream<Path> files = Files.walk(CHECKOUT)) {
      return files
          .map(CHECKOUT::relativize)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> Stream.of(file.toString().split("/")).noneMatch(ELSEWHERE::contains))
          .sorted()
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page read(Path file) {
    try {
      return new Page(file, Files.readAllLines(CHECKOUT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its fenced blocks, each with the comment right before it. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).equals(FENCE)) {
          end++;
        }
        blocks.add(
            new Block(
                this,
                i + 1,
                lines.get(i).substring(FENCE.length()).strip(),
                String.join("\n", lines.subList(i + 1, end)),
                Mark.of(i == 0 ? "" : lines.get(i - 1))));
        i = end;
      }
    }
    return blocks;
  }

  /** Whether one of the blocks that are run starts a server. */
  boolean startsServer() {
    return blocks().stream()
        .filter(block -> block.mark() instanceof Mark.None)
        .flatMap(block -> block.calls().stream())
        .anyMatch(call -> call.startsWith("./langevin serve"));
  }

  /** Its text without the fenced blocks; line numbers stay. */
  List<String> prose() {
    List<String> prose = new ArrayList<>(lines);
    for (Block block : blocks()) {
      int end = block.line() + (int) block.text().lines().count();
      for (int i = block.line() - 1; i <= Math.min(end, prose.size() - 1); i++) {
        prose.set(i, "");
      }
    }
    return prose;
  }

  /** What links may name after a #: the headings, as they are shown on the web. */
  Set<String> anchors() {
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : prose()) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor =
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
