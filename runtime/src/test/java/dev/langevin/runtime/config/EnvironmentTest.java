package dev.langevin.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration WEEK = Duration.ofDays(7);

  /** How a value is read, and what is said about it. */
  record Refusal(String value, Consumer<Environment> read, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  @Test
  void read_ofAbsentKeys_givesTheDefaults() {
    Environment environment = Environment.of(Map.of("LANGEVIN_EMPTY", " ", "PATH", "/bin"));
    assertThat(environment.text("EMPTY", "a")).isEqualTo("a");
    assertThat(environment.text("A", "a")).isEqualTo("a");
    assertThat(environment.integer("A", 7, 0, 9)).isEqualTo(7);
    assertThat(environment.longInteger("A", 1L << 40, 0, 9)).isEqualTo(1L << 40);
    assertThat(environment.flag("A", true)).isTrue();
    assertThat(environment.choice("A", "x", "x", "y")).isEqualTo("x");
    assertThat(environment.duration("A", SECOND, SECOND, WEEK)).isEqualTo(SECOND);
    assertThat(environment.path("A", Path.of("b"))).isEqualTo(Path.of("b"));
    assertThat(environment.addresses("A", List.of("h:1"))).containsExactly("h:1");
    environment.refuseUnknown();
  }

  @Test
  void read_ofAllKinds_givesTheValues() {
    Environment environment =
        Environment.of(
            Map.of(
                "LANGEVIN_TEXT", " words here ",
                "LANGEVIN_INTEGER", "-3",
                "LANGEVIN_LONG", "9000000000",
                "LANGEVIN_FLAG", "TRUE",
                "LANGEVIN_CHOICE", "Cuda",
                "LANGEVIN_DURATION", "90s",
                "LANGEVIN_PATH", "/a/b",
                "LANGEVIN_ADDRESSES", "a:1, b.c:65535,[::1]:80"));
    assertThat(environment.text("LANGEVIN_TEXT", "")).isEqualTo("words here");
    assertThat(environment.integer("INTEGER", 0, -5, 5)).isEqualTo(-3);
    assertThat(environment.longInteger("LONG", 0, 0, Long.MAX_VALUE)).isEqualTo(9_000_000_000L);
    assertThat(environment.flag("FLAG", false)).isTrue();
    assertThat(environment.choice("CHOICE", "cpu", "cpu", "cuda")).isEqualTo("cuda");
    assertThat(environment.duration("DURATION", SECOND, SECOND, WEEK)).hasSeconds(90);
    assertThat(environment.path("PATH", Path.of("."))).isEqualTo(Path.of("/a/b"));
    assertThat(environment.addresses("ADDRESSES", List.of()))
        .containsExactly("a:1", "b.c:65535", "[::1]:80");
    environment.refuseUnknown();
  }

  @ParameterizedTest
  @CsvSource({
    "1500ms, PT1.5S",
    "30s, PT30S",
    "10m, PT10M",
    "24h, PT24H",
    "6d, PT144H",
    "PT2M, PT2M"
  })
  void duration_inEveryForm_isRead(String text, Duration expected) {
    Environment environment = Environment.of(Map.of("LANGEVIN_A", text));
    assertThat(environment.duration("A", SECOND, SECOND, WEEK)).isEqualTo(expected);
  }

  static List<Refusal> refusals() {
    Consumer<Environment> integer = e -> e.integer("A", 1, 1, 65535);
    Consumer<Environment> duration = e -> e.duration("A", SECOND, SECOND, WEEK);
    Consumer<Environment> addresses = e -> e.addresses("A", List.of());
    String hostAndPort = " is not host:port with a port in 1..65535";
    return List.of(
        new Refusal("0", integer, "LANGEVIN_A: 0 is not in 1..65535"),
        new Refusal("65536", integer, "LANGEVIN_A: 65536 is not in 1..65535"),
        new Refusal("x", integer, "LANGEVIN_A: x is not a whole number in 1..65535"),
        new Refusal("yes", e -> e.flag("A", true), "LANGEVIN_A: yes is not one of true, false"),
        new Refusal(
            "gpu",
            e -> e.choice("A", "cpu", "cpu", "cuda"),
            "LANGEVIN_A: gpu is not one of cpu, cuda"),
        new Refusal("500ms", duration, "LANGEVIN_A: 500ms is not in 1s..7d"),
        new Refusal("8d", duration, "LANGEVIN_A: 8d is not in 1s..7d"),
        new Refusal("soon", duration, "LANGEVIN_A: soon is not a duration such as 500ms"),
        new Refusal("\0", e -> e.path("A", null), "LANGEVIN_A: \0 is not a path"),
        new Refusal("host", addresses, "LANGEVIN_A: host" + hostAndPort),
        new Refusal("h:0", addresses, "LANGEVIN_A: h:0" + hostAndPort),
        new Refusal("h:70000", addresses, "LANGEVIN_A: h:70000" + hostAndPort),
        new Refusal("::1:80", addresses, "LANGEVIN_A: ::1:80" + hostAndPort),
        new Refusal("http://h:80", addresses, "LANGEVIN_A: http://h:80" + hostAndPort),
        new Refusal("a:1,,b:2", addresses, "LANGEVIN_A: an empty address" + hostAndPort));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void read_ofAValueOutOfRange_isRefused(Refusal refusal) {
    // A blank value would count as absent, and NUL is trimmed only at the ends of blanks.
    String value = refusal.value().equals("\0") ? "a\0b" : refusal.value();
    Environment environment = Environment.of(Map.of("LANGEVIN_A", value));
    assertThatThrownBy(() -> refusal.read().accept(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(refusal.message().replace("\0", "a\0b"));
  }

  @Test
  void refuseUnknown_ofAMisspeltKey_namesTheNearest() {
    Environment environment = Environment.of(Map.of("LANGEVIN_PROT", "1"));
    environment.integer("PORT", 1, 0, 9);
    environment.text("HOST", "");
    assertThatThrownBy(environment::refuseUnknown)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("LANGEVIN_PROT: unknown setting; did you mean LANGEVIN_PORT?");
  }

  @Test
  void refuseUnknown_ofABadLogLevel_isRefused() {
    assertThatThrownBy(() -> Environment.of(Map.of("LANGEVIN_LOG", "loud")).refuseUnknown())
        .hasMessage("LANGEVIN_LOG: loud is not one of debug, error, info, off, trace, warn");
    Environment.of(Map.of("LANGEVIN_LOG", "DEBUG")).refuseUnknown();
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "a, a, 0", "abc, '', 3", "'', xy, 2"})
  void distance_ofTwoWords_countsEdits(String a, String b, int edits) {
    assertThat(Spelling.distance(a, b)).isEqualTo(edits);
  }
}
