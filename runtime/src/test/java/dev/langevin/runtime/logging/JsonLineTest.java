package dev.langevin.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class JsonLineTest {
  private final Logger logger =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.langevin.A");

  @Test
  void doLayout_ofAMessage_hasItsFields() {
    JsonObject line = parsed("{} of {}", null, 1, 2);
    assertThat(Instant.parse(line.get("time").getAsString())).isBefore(Instant.now().plusMillis(1));
    assertThat(line.get("level").getAsString()).isEqualTo("WARN");
    assertThat(line.get("service").getAsString()).isEqualTo("langevin");
    assertThat(line.get("logger").getAsString()).isEqualTo("dev.langevin.A");
    assertThat(line.get("thread").getAsString()).isEqualTo(Thread.currentThread().getName());
    assertThat(line.get("message").getAsString()).isEqualTo("1 of 2");
    assertThat(line.keySet()).doesNotContain("generation", "trace_id", "stack");
  }

  @Test
  void doLayout_withinAGeneration_namesIt() {
    JsonObject within = LogFields.generation("3k9", () -> parsed("x", null));
    assertThat(within.get("generation").getAsString()).isEqualTo("3k9");
    assertThat(parsed("x", null).has("generation")).isFalse();
  }

  @Test
  void doLayout_withinAnotherGeneration_namesTheInnerOneAndThenTheOuter() {
    List<String> named = new ArrayList<>();
    Runnable line = () -> named.add(parsed("x", null).get("generation").getAsString());
    LogFields.wrap(
            "outer",
            () -> {
              LogFields.wrap("inner", line).run();
              line.run();
            })
        .run();
    assertThat(named).containsExactly("inner", "outer");
  }

  @Test
  void doLayout_ofAnException_hasItsTraceInTheSameLine() {
    JsonObject line = parsed("failed", new IllegalStateException("why\nreally"));
    assertThat(line.get("stack").getAsString()).contains("why\nreally", "JsonLineTest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"},{\"level\":\"ERROR\"",
        "a\nb\r\nc\u2028d\u2029e\u0085",
        "\u0000\u001b[31mred\u0007",
        "lone \ud83d half",
        "\udc00",
        "whole \ud83d\ude00",
        "\\u0022 \\",
        "</script>"
      })
  void doLayout_hostileText_isOneValidLine(String text) {
    JsonObject line = parsed(text.replace("{}", ""), new IllegalStateException(text));
    assertThat(line.get("message").getAsString()).hasSizeGreaterThanOrEqualTo(1);
    assertThat(line.get("level").getAsString()).isEqualTo("WARN");
  }

  @Test
  void doLayout_anyText_isOneValidLine() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(40), 0, 0x10000).forEach(c -> text.append((char) c));
      parsed("{}", null, text.toString());
    }
    assertThat(parsed("{}", null, "done").get("message").getAsString()).isEqualTo("done");
  }

  @Test
  void doLayout_longText_isCut() {
    JsonObject line = parsed("{}", null, "\ud83d\ude00".repeat(JsonLine.MESSAGE));
    assertThat(line.get("message").getAsString())
        .hasSizeLessThan(JsonLine.MESSAGE + 40)
        .endsWith("(4,000 more characters)");
  }

  private JsonObject parsed(String message, Throwable thrown, Object... arguments) {
    LoggingEvent event = new LoggingEvent("x", logger, Level.WARN, message, thrown, arguments);
    String text = new JsonLine().doLayout(event);
    assertThat(text).endsWith("\n");
    assertThat(text.strip().chars()).noneMatch(c -> c < ' ');
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(text);
    assertThat(text).doesNotContain("\u2028", "\u2029");
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader).getAsJsonObject();
  }
}
