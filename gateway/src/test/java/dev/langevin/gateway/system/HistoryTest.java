package dev.langevin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.langevin.v1.SystemSample;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void after_moreThanAreKept_areTheLastInOrder() {
    History history = new History();
    for (int i = 0; i < History.SAMPLES + 10; i++) {
      history.add(
          SystemSample.newBuilder().setTime(Timestamps.fromSeconds(i)).setWaiting(i).build());
    }
    assertThat(history.after(Timestamp.getDefaultInstance()))
        .hasSize(History.SAMPLES)
        .isSortedAccordingTo((a, b) -> Timestamps.compare(a.getTime(), b.getTime()))
        .last()
        .extracting(SystemSample::getWaiting)
        .isEqualTo(History.SAMPLES + 9);
    assertThat(history.after(Timestamps.fromSeconds(History.SAMPLES + 7)))
        .extracting(SystemSample::getWaiting)
        .containsExactly(History.SAMPLES + 8, History.SAMPLES + 9);
  }
}
