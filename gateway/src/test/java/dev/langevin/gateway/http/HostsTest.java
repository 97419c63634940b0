package dev.langevin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  private final Hosts hosts =
      Hosts.of("box.example.org", "https://Api.example/x", List.of("https://page.example:8443"));

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "127.0.0.1",
        "192.168.1.7",
        "::1",
        "[fe80::1]",
        "localhost",
        "localhost.",
        "studio.localhost",
        "gateway",
        "gateway.langevin.svc",
        "gateway.langevin.svc.cluster.local",
        "box.example.org",
        "api.example",
        "API.example",
        "page.example"
      })
  void takes_whatNobodyElseHas(String host) {
    assertThat(hosts.takes(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "1.2.3.4.5",
        "svc.evil",
        "x.api.example"
      })
  void takes_whatAnybodyCanHave_isFalse(String host) {
    assertThat(hosts.takes(host)).isFalse();
    assertThat(Hosts.of("127.0.0.1", "", List.of("*")).takes(host)).isTrue();
    assertThat(Hosts.ANY.takes(host)).isTrue();
  }
}
