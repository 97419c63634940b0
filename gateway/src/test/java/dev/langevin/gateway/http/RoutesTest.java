package dev.langevin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.http.Routes.Found;
import dev.langevin.gateway.identity.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Routes ROUTES =
      new Routes(
          List.of(
              route("GET", "/a/{id}"),
              route("DELETE", "/a/{id}"),
              route("POST", "/a/{id}:stop"),
              route("GET", "/a/{id}/b.c"),
              route("POST", "/a")));

  @ParameterizedTest
  @CsvSource({
    "GET, /a/x, /a/{id}",
    "HEAD, /a/x, /a/{id}",
    "DELETE, /a/x, /a/{id}",
    "POST, /a/x:stop, /a/{id}:stop",
    "GET, /a/x/b.c, /a/{id}/b.c",
    "POST, /a, /a"
  })
  void find_isTheRoute(String method, String path, String template) {
    assertThat(ROUTES.find(method, path))
        .isInstanceOfSatisfying(
            Found.Match.class, match -> assertThat(match.route().path()).isEqualTo(template));
  }

  @Test
  void find_decodesWhatStandsInBraces() {
    assertThat(((Found.Match) ROUTES.find("GET", "/a/x%2Fy+%C3%BC")).params())
        .isEqualTo(Map.of("id", "x/y+ü"));
    assertThat(((Found.Match) ROUTES.find("GET", "/a/100%")).params())
        .isEqualTo(Map.of("id", "100%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a/", "/a/x/", "/a/x/bxc", "/a/x:go", "/a/x/y", "/A/x"})
  void find_otherPath_isNothing(String path) {
    assertThat(ROUTES.find("GET", path)).isEqualTo(new Found.Nothing());
  }

  @Test
  void find_otherMethod_namesThoseThatThereAre() {
    assertThat(((Found.OtherMethods) ROUTES.find("PUT", "/a/x")).allowed())
        .containsExactly("DELETE", "GET", "HEAD", "OPTIONS");
    assertThat(((Found.OtherMethods) ROUTES.find("GET", "/a")).allowed())
        .containsExactly("OPTIONS", "POST");
  }

  private static Route route(String method, String path) {
    return Route.brief(method, path, Scope.READ, null, null, null);
  }
}
