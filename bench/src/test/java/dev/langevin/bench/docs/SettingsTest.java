package dev.langevin.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of settings have those that services read, and no others. */
class SettingsTest {
  private static final Pattern READ =
      Pattern.compile(
          "\\b(?:StoreSettings\\s*\\.of\\(\\s*env(?:ironment)?,|"
              + "env(?:ironment)?\\s*\\.(?:text|share|integer|longInteger|flag|choice|duration|path|addresses)\\()"
              + "\\s*(\"?[A-Z][A-Z0-9_]+\"?)\\s*,");

  /** Of every process; the environment knows them by itself. */
  private static final Set<String> ALL = Set.of("LOG", "LOG_FORMAT");

  @Test
  void tables_asTheServicesReadThem() throws IOException {
    Set<String> read = new TreeSet<>(ALL);
    for (Path file : sources()) {
      String source = Files.readString(file);
      Matcher keys = READ.matcher(source);
      while (keys.find()) {
        read.add(key(keys.group(1), source));
      }
    }
    assertThat(tables()).isEqualTo(read);
  }

  /** A text as it stands, or the constant's. */
  private static String key(String written, String source) {
    if (written.startsWith("\"")) {
      return written.replace("\"", "");
    }
    Matcher constant = Pattern.compile("String " + written + " = \"([A-Z0-9_]+)\"").matcher(source);
    assertThat(constant.find()).as(written).isTrue();
    return constant.group(1);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Page.CHECKOUT)) {
      for (Path module : (Iterable<Path>) modules::iterator) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private static Set<String> tables() throws IOException {
    Set<String> keys = new TreeSet<>();
    boolean within = false;
    for (String line : Files.readAllLines(Page.CHECKOUT.resolve("docs/settings.md"))) {
      within = line.startsWith("| `LANGEVIN_…`") || within && line.startsWith("|");
      if (within) {
        Matcher key = Pattern.compile("`([A-Z0-9_]+)`").matcher(line.split("\\|")[1]);
        while (key.find()) {
          keys.add(key.group(1));
        }
      }
    }
    return keys;
  }
}
