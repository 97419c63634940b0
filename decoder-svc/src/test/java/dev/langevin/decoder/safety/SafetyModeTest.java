package dev.langevin.decoder.safety;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.langevin.decoder.TestModels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SafetyModeTest {
  @TempDir Path models;
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  @BeforeEach
  void listen() {
    told.start();
    log().addAppender(told);
  }

  @AfterEach
  void stop() {
    log().detachAppender(told);
  }

  @Test
  void load_namedInTheIndexAndMissing_isWarnedOf() throws IOException {
    Path root = models.resolve("tiny");
    TestModels.copy(TestModels.all().resolve("tiny"), root);
    Path index = root.resolve(ModelDirectory.INDEX);
    Files.writeString(
        index,
        Files.readString(index)
            .replaceFirst("\\{", "{\"safety_checker\": [\"package\", \"Class\"],"));

    assertThat(SafetyMode.MODEL.load(ModelDirectory.open(root), ExecutionSettings.cpu())).isEmpty();

    assertThat(told.list).hasSize(1);
    assertThat(told.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(told.list.getFirst().getFormattedMessage())
        .contains("tiny")
        .contains("safety_checker/model.onnx is missing")
        .contains("LANGEVIN_SAFETY_CHECKER=required");
  }

  @Test
  void load_neitherNamedNorThere_isNothingToTell() {
    ModelDirectory model = TestModels.open("tiny");

    assertThat(SafetyMode.MODEL.load(model, ExecutionSettings.cpu())).isEmpty();
    assertThat(told.list).isEmpty();
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(SafetyMode.class);
  }
}
