package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.lifecycle.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start does without where pictures are kept in a directory. */
class DirectoryStoreIT {
  @TempDir Path directory;

  @Test
  void main_storeIsADirectory_loadsNoClassForBuckets() throws Exception {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    Path classes = directory.resolve("classes.txt");
    Map<String, String> settings =
        Map.of(
            "LANGEVIN_MODELS", models.toString(),
            "LANGEVIN_ARTIFACTS", directory.resolve("artifacts").toString(),
            "JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + classes);
    try (ServiceProcess process = ServiceProcess.start(Main.class, settings)) {
      assertThat(process.address()).isNotEmpty();
    }

    assertThat(Files.readString(classes))
        .contains("dev.langevin.runtime.blob.BlobStores ")
        .doesNotContain("software.amazon.awssdk")
        .doesNotContain("dev.langevin.runtime.blob.s3");
  }
}
