package dev.langevin.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be seen of the documents without running anything. */
class PagesTest {
  /** Those that a machine runs, and those that are only shown. */
  private static final Set<String> KINDS =
      Set.of("sh", "python", "java", "json", "jsonl", "http", "text");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`(\\./langevin [^`]*)`");
  private static final List<Page> PAGES = Page.all();

  @Test
  void blocks_all_sayWhatTheyAre() {
    List<String> unknown = new ArrayList<>();
    for (Block block : blocks()) {
      if (!KINDS.contains(block.kind())) {
        unknown.add("%s: '%s' is not one of %s".formatted(block, block.kind(), KINDS));
      }
      if (block.mark() instanceof Mark.Unknown mark) {
        unknown.add("%s: %s is no mark".formatted(block, mark.comment()));
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void links_toFilesAndHeadings_lead() {
    Map<Path, Page> pages = new TreeMap<>();
    PAGES.forEach(page -> pages.put(page.file(), page));
    List<String> dead = new ArrayList<>();
    for (Page page : PAGES) {
      Matcher links = LINK.matcher(String.join("\n", page.prose()).replaceAll("`[^`\n]*`", ""));
      while (links.find()) {
        String link = links.group(1);
        if (!link.contains("://") && !leads(page, link, pages)) {
          dead.add(page + " -> " + link);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leads(Page from, String link, Map<Path, Page> pages) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? from.file() : from.file().resolveSibling(parts[0]).normalize();
    return Files.exists(Page.CHECKOUT.resolve(file))
        && (parts.length == 1
            || (pages.containsKey(file) && pages.get(file).anchors().contains(parts[1])));
  }

  @Test
  void commands_inText_existWithTheirOptions() {
    List<String> refused = new ArrayList<>();
    for (Page page : PAGES) {
      Matcher codes = CODE.matcher(String.join("\n", page.prose()));
      while (codes.find()) {
        refuse(page.toString(), codes.group(1), false, refused);
      }
    }
    assertThat(refused).isEmpty();
  }

  /** Those too that are not run. */
  @Test
  void commands_inBlocks_existWithTheirOptions() {
    List<String> refused = new ArrayList<>();
    blocks().stream()
        .filter(block -> block.kind().equals("sh"))
        .forEach(block -> block.calls().forEach(c -> refuse(block.toString(), c, true, refused)));
    assertThat(refused).isEmpty();
  }

  private static void refuse(String where, String call, boolean whole, List<String> refused) {
    String refusal = Options.refusal(call, whole);
    if (!refusal.isEmpty()) {
      refused.add("%s: %s: %s".formatted(where, call, refusal));
    }
  }

  @Test
  void options_ofNoCommand_areRefused() {
    assertThat(Options.refusal("./langevin generate x --stepz 3", true)).contains("--stepz");
    assertThat(Options.refusal("./langevin bench chaos --minuets 3", true)).contains("--minuets");
    assertThat(Options.refusal("./langevin paint x", true)).contains("paint");
    assertThat(Options.refusal("./langevin generate \"a red boat\" --steps 3", true)).isEmpty();
  }

  @Test
  void anchors_ofHeadings_areThoseOfTheWeb() {
    Page page = new Page(Path.of("x.md"), List.of("# A `b`: c.d", "## Twice", "text", "## Twice"));
    assertThat(page.anchors()).containsExactly("a-b-cd", "twice", "twice-1");
  }

  private static List<Block> blocks() {
    return PAGES.stream().flatMap(page -> page.blocks().stream()).toList();
  }
}
