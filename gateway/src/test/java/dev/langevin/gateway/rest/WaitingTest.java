package dev.langevin.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.BodyStream;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.identity.Caller;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait|60",
        "WAIT|60",
        "wait=5|5",
        "wait = \"5\"|5",
        "respond-async, wait=0|0",
        "wait=7;foo=bar|7",
        "wait=600|600",
        "wait=999999999|600"
      })
  void of_wait_isSeconds(String prefer, long seconds) {
    assertThat(Waiting.of(request(prefer))).hasValue(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "respond-async", "waiting=3", "return=minimal"})
  void of_otherPreferences_areIgnored(String prefer) {
    assertThat(Waiting.of(request(prefer))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=", "wait=soon", "wait=-1", "wait=1.5", "wait=9999999999"})
  void of_noNumber_isRefused(String prefer) {
    assertThatThrownBy(() -> Waiting.of(request(prefer)))
        .isInstanceOf(GatewayException.class)
        .hasMessageStartingWith("Prefer: wait=");
  }

  private static Request request(String prefer) {
    return new Request(
        Caller.ANYBODY,
        "POST",
        "/",
        Map.of(),
        Map.of(),
        Map.of("prefer", prefer),
        new byte[0],
        BodyStream.NONE,
        "http://a");
  }
}
