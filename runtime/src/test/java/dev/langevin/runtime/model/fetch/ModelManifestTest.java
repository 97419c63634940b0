package dev.langevin.runtime.model.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.model.fetch.ModelManifest.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelManifestTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @Test
  void bytes_thereAndBack_areTheSameSorted() {
    ModelManifest manifest =
        new ModelManifest(
            List.of(new Entry("unet/model.onnx_data", 5, SHA256), new Entry("a.json", 0, SHA256)));

    assertThat(ModelManifest.fromBytes(manifest.toBytes())).isEqualTo(manifest);
    assertThat(manifest.files().getFirst().path()).isEqualTo("a.json");
    assertThat(manifest.bytes()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "a/",
        "",
        ".ssh/x",
        "a/.x",
        "a\\b",
        "C:x",
        "a\0b",
        "a\nb",
        "langevin-manifest.json"
      })
  void newManifest_pathThatLeadsElsewhere_isRefused(String path) {
    assertThatThrownBy(() -> new ModelManifest(List.of(new Entry(path, 1, SHA256))))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"version\": 2, \"files\": []}",
        "{\"version\": 1}",
        "{\"version\": 1, \"files\": []}",
        "{\"version\": 1, \"files\": [{\"path\": \"a\"}]}",
        "{\"version\": 1, \"files\": [{\"path\": \"a\", \"bytes\": -1, \"sha256\": \"x\"}]}",
        "{\"version\": 1, \"files\": [{\"path\": \"a\", \"bytes\": 1, \"sha256\": \"x\"}]}",
        "{\"version\": 1, \"files\": [{\"path\": {}, \"bytes\": [], \"sha256\": null}]}",
        "{\"version\": \"one\", \"files\": 3}"
      })
  void fromBytes_somethingElse_isRefusedByName(String text) {
    assertThatThrownBy(() -> ModelManifest.fromBytes(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(ModelManifest.NAME);
  }

  @Test
  void newManifest_aFileTwice_isRefused() {
    Entry file = new Entry("a", 1, SHA256);

    assertThatThrownBy(() -> new ModelManifest(List.of(file, file)))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("a is there twice");
  }
}
