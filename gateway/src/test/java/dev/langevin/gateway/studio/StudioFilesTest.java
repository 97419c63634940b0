package dev.langevin.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudioFilesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/dev/langevin/gateway/studio").toAbsolutePath();
  private static final Pattern IMPORT = Pattern.compile("(?:from|import) '(\\.[^']+)'");
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"/studio/([^\"]+)\"");

  private final StudioFiles files = new StudioFiles();

  static Stream<Path> own() throws Exception {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("own")
  void everyFile_isServedAsItIs(Path file) throws Exception {
    StudioFile found = files.find(FOLDER.relativize(file).toString()).orElseThrow();

    assertThat(found.bytes()).isEqualTo(Files.readAllBytes(file));
    assertThat(found.type()).matches("(text|image)/.+");
  }

  /** What a page or a module asks for is there, libraries' files and what they ask for included. */
  @ParameterizedTest
  @MethodSource("own")
  void everyReference_isServed(Path file) throws Exception {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Path folder = FOLDER.relativize(file.getParent());
    IMPORT
        .matcher(text)
        .results()
        .map(match -> folder.resolve(match.group(1)).normalize().toString())
        .forEach(path -> assertThat(files.find(path)).as(path).isPresent());
    REFERENCE
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .forEach(path -> assertThat(files.find(path)).as(path).isPresent());
  }

  @Test
  void library_isThatOfItsWebJar() {
    String lit =
        new String(
            files.find("lib/lit-html/lit-html.js").orElseThrow().bytes(), StandardCharsets.UTF_8);

    assertThat(lit).contains("@license", "Google");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none.js",
        "../Gateway.class",
        "StudioFiles.class",
        "..",
        "a/../style.css",
        "STYLE.CSS",
        "style.css ",
        "lib/lit-html/README.md",
        "lib/lit-html/../chart.js/chart.umd.min.js",
        "lib/../style.css",
        "package-info.class"
      })
  void anythingElse_isNotThere(String path) {
    assertThat(files.find(path)).isEmpty();
  }

  @Test
  void tag_tellsContentsApart() {
    StudioFile one = StudioFile.of("text/css", "a".getBytes(StandardCharsets.UTF_8));
    StudioFile same = StudioFile.of("text/css", "a".getBytes(StandardCharsets.UTF_8));
    StudioFile other = StudioFile.of("text/css", "b".getBytes(StandardCharsets.UTF_8));

    assertThat(one.tag()).isEqualTo(same.tag()).isNotEqualTo(other.tag());
    assertThat(one.packs()).as("a single byte").isFalse();
  }
}
