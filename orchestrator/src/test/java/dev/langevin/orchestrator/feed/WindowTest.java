package dev.langevin.orchestrator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.events.v1.BatchPosition;
import dev.langevin.v1.Generation.State;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final Window window = new Window(BatchPosition.getDefaultInstance());

  @Test
  void ended_outOfOrder_settlesUpToTheFirstGap() {
    window.enqueued("a", 10);
    window.enqueued("b", 20);
    window.enqueued("c", 30);

    window.ended("b", State.STATE_FAILED);
    assertThat(window.settled()).isEqualTo(BatchPosition.getDefaultInstance());
    assertThat(window.counts()).isEqualTo(position(30, 3, 0, 1, 0));

    window.ended("a", State.STATE_SUCCEEDED);
    assertThat(window.settled()).isEqualTo(position(20, 2, 1, 1, 0));

    window.ended("c", State.STATE_CANCELLED);
    assertThat(window.settled()).isEqualTo(window.counts()).isEqualTo(position(30, 3, 1, 1, 1));
  }

  @Test
  void skipped_lines_settleWithoutBeingCounted() {
    window.skipped(5);
    assertThat(window.settled()).isEqualTo(position(5, 1, 0, 0, 0));

    window.enqueued("a", 10);
    window.skipped(15);
    assertThat(window.settled().getOffset()).isEqualTo(5);

    window.ended("a", State.STATE_SUCCEEDED);
    assertThat(window.settled()).isEqualTo(position(15, 3, 1, 0, 0));
  }

  @Test
  void window_thatBeginsAtAPosition_countsOn() {
    Window later = new Window(position(100, 7, 5, 1, 0));
    later.enqueued("x", 110);
    later.ended("x", State.STATE_SUCCEEDED);

    assertThat(later.settled()).isEqualTo(position(110, 8, 6, 1, 0));
  }

  @Test
  void ended_filtered_isCountedByItself() {
    window.enqueued("a", 10);
    window.ended("a", State.STATE_FILTERED);

    assertThat(window.settled())
        .isEqualTo(position(10, 1, 0, 0, 0).toBuilder().setFiltered(1).build());
  }

  @Test
  void ended_stateThatIsNoEnd_isRefused() {
    window.enqueued("a", 10);

    assertThatThrownBy(() -> window.ended("a", State.STATE_RUNNING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no end");
  }

  private static BatchPosition position(
      long offset, int lines, int succeeded, int failed, int cancelled) {
    return BatchPosition.newBuilder()
        .setOffset(offset)
        .setLines(lines)
        .setSucceeded(succeeded)
        .setFailed(failed)
        .setCancelled(cancelled)
        .build();
  }
}
