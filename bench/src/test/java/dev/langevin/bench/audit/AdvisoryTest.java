package dev.langevin.bench.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoryTest {
  private static Advisory advisory(String ecosystem, String name, String more) {
    String json =
        """
        {"id": "X-1", "affected": [{"package": {"ecosystem": "%s", "name": "%s"}, %s}]}
        """;
    return Advisory.of(
        JsonParser.parseString(json.formatted(ecosystem, name, more)).getAsJsonObject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"introduced\": \"0\"}, {\"fixed\": \"2.0\"} | 1.9 | true",
        "{\"introduced\": \"0\"}, {\"fixed\": \"2.0\"} | 2.0 | false",
        "{\"introduced\": \"0\"}, {\"fixed\": \"2.0\"} | 2.0-rc1 | true",
        "{\"introduced\": \"0\"}, {\"fixed\": \"2.9\"} | 2.10 | false",
        "{\"introduced\": \"1.5\"}, {\"last_affected\": \"1.7\"} | 1.4 | false",
        "{\"introduced\": \"1.5\"}, {\"last_affected\": \"1.7\"} | 1.7 | true",
        "{\"introduced\": \"1.5\"}, {\"last_affected\": \"1.7\"} | 1.7.1 | false",
        "{\"fixed\": \"3.2\"}, {\"introduced\": \"3\"}, {\"introduced\": \"0\"}, {\"fixed\": \"2\"} | 2.5 | false",
        "{\"fixed\": \"3.2\"}, {\"introduced\": \"3\"}, {\"introduced\": \"0\"}, {\"fixed\": \"2\"} | 3.1 | true",
        "{\"introduced\": \"0\"} | 99-jre | true"
      })
  void concerns_rangesOfVersions(String events, String version, boolean expected) {
    Advisory advisory =
        advisory(
            "Maven",
            "a.b:c",
            "\"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [%s]}]".formatted(events));

    assertThat(advisory.concerns(new Library("a.b", "c", version))).isEqualTo(expected);
    assertThat(advisory.concerns(new Library("a.b", "d", version))).isFalse();
  }

  @Test
  void concerns_singleVersionsAndOtherEcosystems() {
    String versions = "\"versions\": [\"3.1.0\"]";
    Library lit = new Library("org.webjars.npm", "lit-html", "3.1.0");

    assertThat(advisory("npm", "lit-html", versions).concerns(lit)).isTrue();
    assertThat(advisory("PyPI", "lit-html", versions).concerns(lit)).isFalse();
    assertThat(advisory("Maven", "org.webjars.npm:lit-html", versions).concerns(lit)).isTrue();
    Library other = new Library("org.webjars.npm", "lit-html", "3.1.1");
    assertThat(advisory("npm", "lit-html", versions).concerns(other)).isFalse();
    String json = "{\"id\": \"X\", \"withdrawn\": \"2026-01-01T00:00:00Z\", \"affected\": []}";
    assertThat(Advisory.of(JsonParser.parseString(json).getAsJsonObject()).withdrawn()).isTrue();
    String held = "{\"id\": \"X\", \"withdrawn\": null, \"summary\": null, \"aliases\": null}";
    assertThat(Advisory.of(JsonParser.parseString(held).getAsJsonObject()).withdrawn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'   com.google.code.gson:gson:jar:2.14.0:compile -- module com.google.gson', com.google.code.gson:gson:2.14.0",
    "'   io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.2.1.Final:runtime', io.netty:netty-transport-native-epoll:4.2.1.Final",
    "'   org.junit:junit:jar:5:test', ",
    "The following files have been resolved:, "
  })
  void listed_linesOfTheBuild(String line, String expected) {
    assertThat(Library.listed(line).map(Library::toString).orElse(null)).isEqualTo(expected);
  }
}
