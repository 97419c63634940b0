package dev.langevin.gateway.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadInTimeTest {
  private final List<String> sent = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5; // which System.nanoTime may be

  private ReadInTime<String> reader(long each, long patience) {
    return new ReadInTime<>(
        message -> {
          now += each;
          sent.add(message);
        },
        Duration.ofNanos(patience),
        () -> now);
  }

  @Test
  void send_slowInAll_isCutOff() throws InterruptedException {
    ReadInTime<String> reader = reader(10, 25);
    reader.send("a");
    reader.send("b");
    reader.send("c");

    assertThatThrownBy(() -> reader.send("d"))
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.reason()).isEqualTo("READER_TOO_SLOW"));
    assertThat(sent).containsExactly("a", "b", "c");
  }

  @Test
  void send_slowToBeMade_isNotTheReaders() throws InterruptedException {
    ReadInTime<String> reader = reader(1, 25);
    for (int i = 0; i < 20; i++) {
      now += 1_000;
      reader.send("a");
    }
    assertThat(sent).hasSize(20);
  }
}
