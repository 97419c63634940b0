package dev.langevin.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "A red sailboat!, a-red-sailboat",
    "'../../etc/passwd', etc-passwd",
    "Ein grünes Boot, ein-grunes-boot",
    "赤い 帆船, 赤い-帆船",
    "'???', picture",
    "-rf, rf"
  })
  void stem_prompt_isAHarmlessName(String prompt, String stem) {
    assertThat(FileNames.stem(prompt)).isEqualTo(stem);
  }

  @Test
  void stem_longPrompt_endsAtAWord() {
    assertThat(FileNames.stem("word ".repeat(100))).hasSizeLessThanOrEqualTo(60).endsWith("-word");
  }

  @Test
  void unused_takenNames_arePassedOver(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("boat.png"));
    Files.createFile(folder.resolve("boat-2.png"));

    assertThat(FileNames.unused(folder, "boat", 1))
        .isEqualTo(List.of(folder.resolve("boat-3.png")));
  }

  @Test
  void of_severalWithoutExtension_areNumbered() {
    assertThat(FileNames.of(Path.of("a/boat"), 2))
        .containsExactly(Path.of("a/boat-1"), Path.of("a/boat-2"));
  }
}
