package dev.langevin.client.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyTest {
  @TempDir Path directory;

  @Test
  void of_aText_isTheKeyWithoutWhatSurroundsIt() {
    assertThat(ApiKey.of("KEY", " lgv_a \n")).isEqualTo(new ApiKey("lgv_a"));
    assertThat(ApiKey.of("KEY", " ")).isEqualTo(ApiKey.NONE);
    assertThat(new ApiKey("lgv_a").interceptors()).hasSize(1);
    assertThat(ApiKey.NONE.interceptors()).isEmpty();
  }

  @Test
  void toString_tellsNothing() {
    assertThat(new ApiKey("lgv_a")).asString().isEqualTo("a key");
  }

  @Test
  void of_whatIsNone_isRefusedAndNotTold() {
    for (String text : new String[] {"lgv a", "lgv_ä", "lgv\nsecond"}) {
      assertThatThrownBy(() -> ApiKey.of("LANGEVIN_API_KEY", text))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("LANGEVIN_API_KEY")
          .hasMessageNotContaining("lgv");
    }
  }

  @Test
  void read_aFile_orSayWhatIsWrongWithIt() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), "lgv_a\n");
    assertThat(ApiKey.read("--api-key-file", file)).isEqualTo(new ApiKey("lgv_a"));
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    assertThatThrownBy(() -> ApiKey.read("--api-key-file", empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> ApiKey.read("--api-key-file", directory.resolve("none")))
        .hasMessageContaining("--api-key-file")
        .hasMessageContaining("can't be read");
  }
}
