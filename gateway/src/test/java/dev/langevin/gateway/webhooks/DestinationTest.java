package dev.langevin.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @Test
  void of_url_isTakenApart() {
    Destination plain = Destination.of("http://example.com");
    assertThat(plain.secure()).isFalse();
    assertThat(plain.port()).isEqualTo(80);
    assertThat(plain.path()).isEqualTo("/");
    Destination full = Destination.of("HTTPS://[2001:4860::1]:8443/a%20b?c=d%26");
    assertThat(full.secure()).isTrue();
    assertThat(full.host()).isEqualTo("2001:4860::1");
    assertThat(full.port()).isEqualTo(8443);
    assertThat(full.path()).isEqualTo("/a%20b?c=d%26");
  }

  @ParameterizedTest
  @CsvSource({
    "'',0 characters are not in 1..2000",
    "ftp://example.com/,it does not begin with http:// or https://",
    "example.com,it does not begin with http:// or https://",
    "http://user:word@example.com/,'it has no host, or a user, or a fragment'",
    "http://example.com/#a,'it has no host, or a user, or a fragment'",
    "http:///a,'it has no host, or a user, or a fragment'",
    "http://example.com:70000/,port 70000 is not in 1..65535",
    "http://exa mple.com/,not a URL",
  })
  void of_whatIsNoWebhook_isRefused(String url, String why) {
    assertThatThrownBy(() -> Destination.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "2001::1",
        "2002:a00::1",
        "3fff::1"
      })
  void problem_ofAddressesThatAreNotPublic_isThere(String address) throws UnknownHostException {
    assertThat(Destination.problem(InetAddress.getByName(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "100.63.0.1", "172.32.0.1", "198.20.0.1", "2606:4700::1111"})
  void problem_ofPublicAddresses_isNot(String address) throws UnknownHostException {
    assertThat(Destination.problem(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void requireAllowed_ofLoopback_isRefusedUnlessAllowed() {
    for (String url : new String[] {"http://localhost/", "http://127.0.0.1/", "http://[::1]:8/"}) {
      Destination there = Destination.of(url);
      there.requireAllowed(true);
      assertThatThrownBy(() -> there.requireAllowed(false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a public address");
    }
    Destination.of("http://example.com/").requireAllowed(false);
  }
}
