package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start does without. */
@Timeout(300)
class QuickStartIT {
  @TempDir Path home;

  @Test
  void serve_storesAreDirectories_loadsNoClassForBuckets() throws Exception {
    Path classes = home.resolve("classes.txt");
    Map<String, String> settings =
        Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + classes);
    try (ServerProcess server = ServerProcess.start(home.resolve("data"), settings)) {
      assertThat(server.address()).isNotEmpty();
    }

    assertThat(Files.readString(classes))
        .contains("dev.langevin.runtime.blob.BlobStores ")
        .doesNotContain("software.amazon.awssdk")
        .doesNotContain("dev.langevin.runtime.blob.s3");
  }
}
