package dev.langevin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
  private static final Cors ONE = new Cors(List.of("https://page.example"));

  @ParameterizedTest
  @CsvSource({
    ", a:80, false",
    "https://page.example, a:80, false",
    "https://page.example:8443, a:80, true",
    "http://page.example, a:80, true",
    "http://a:80, a:80, false",
    "http://A:80, a:80, false",
    "http://a, a:80, true",
    "null, a:80, true",
    "%%%, a:80, true",
    "http://a:80, , true"
  })
  void refuses_otherSites(String origin, String host, boolean refused) {
    assertThat(ONE.refuses(origin, host)).isEqualTo(refused);
    assertThat(new Cors(List.of("*")).refuses(origin, host)).isFalse();
  }
}
