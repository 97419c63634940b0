package dev.langevin.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import dev.langevin.v1.WebhookDelivery;
import dev.langevin.v1.WebhookDelivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  @Test
  void tried_withoutSuccess_waitsLongerEachTimeAndEndsAfterADay() {
    DeliveryRecord record = first();
    Instant now = NOW;
    for (Duration pause : Deliveries.PAUSES) {
      record = Deliveries.tried(record, Attempt.answered(500), now, now, 1);
      assertThat(record.getDelivery().getState()).isEqualTo(State.STATE_PENDING);
      assertThat(Snapshots.instant(record.getDelivery().getNextTime())).isEqualTo(now.plus(pause));
      now = now.plus(pause);
    }
    record = Deliveries.tried(record, Attempt.failed("no answer"), now, now, 1);
    assertThat(record.getDelivery().getState()).isEqualTo(State.STATE_FAILED);
    assertThat(record.getDelivery().getAttempts()).isEqualTo(9);
    assertThat(record.getDelivery().getError()).isEqualTo("no answer");
    assertThat(record.getDelivery().hasNextTime()).isFalse();
    assertThat(Duration.between(NOW, now)).isBetween(Duration.ofHours(24), Duration.ofHours(30));
  }

  @Test
  void tried_withSuccessOrGone_isOver() {
    DeliveryRecord done = Deliveries.tried(first(), Attempt.answered(204), NOW, NOW, 1);
    assertThat(done.getDelivery().getState()).isEqualTo(State.STATE_DELIVERED);
    assertThat(done.getDelivery().getHttpStatus()).isEqualTo(204);
    DeliveryRecord gone = Deliveries.tried(first(), Attempt.answered(410), NOW, NOW, 1);
    assertThat(gone.getDelivery().getState()).isEqualTo(State.STATE_FAILED);
    DeliveryRecord moved = Deliveries.tried(first(), Attempt.answered(302), NOW, NOW, 1);
    assertThat(moved.getDelivery().getState()).isEqualTo(State.STATE_PENDING);
    assertThat(moved.getDelivery().getError())
        .isEqualTo("answered 302, a redirect, which is not followed");
  }

  @Test
  void view_readsRecordsInAnyOrder_andKeepsTheLatest() {
    DeliveryRecord first = first();
    DeliveryRecord tried = Deliveries.tried(first, Attempt.answered(500), NOW, NOW, 1);
    DeliveryRecord again = Deliveries.again(first, NOW.plusSeconds(1));
    for (List<DeliveryRecord> order :
        List.of(List.of(first, tried, again), List.of(again, tried, first))) {
      DeliveryView view = new DeliveryView();
      order.forEach(view::apply);
      assertThat(view.get("g.failed")).contains(again);
      assertThat(view.due(NOW, 9, delivery -> true)).isEmpty();
      assertThat(view.due(NOW.plusSeconds(1), 9, delivery -> true)).containsExactly(again);
      assertThat(view.due(NOW.plusSeconds(1), 9, delivery -> false)).isEmpty();
    }
  }

  @Test
  void view_listsNewestFirst_andForgetsTheOldest() {
    DeliveryView view = new DeliveryView();
    for (int i = 0; i <= DeliveryView.REMEMBERED; i++) {
      DeliveryRecord.Builder record =
          Deliveries.tried(first(), Attempt.answered(200), NOW, NOW, 1).toBuilder();
      record
          .getDeliveryBuilder()
          .setId("g" + i + ".failed")
          .setCreateTime(Snapshots.timestamp(NOW.plusSeconds(i)));
      view.apply(record.build());
    }
    assertThat(view.get("g0.failed")).isEmpty();
    List<WebhookDelivery> newest = view.list(null, 2, delivery -> true);
    assertThat(newest)
        .extracting(WebhookDelivery::getId)
        .containsExactly("g100000.failed", "g99999.failed");
    assertThat(view.list(DeliveryView.place(newest.get(1)), 1, delivery -> true))
        .extracting(WebhookDelivery::getId)
        .containsExactly("g99998.failed");
    view.forgetBefore(NOW.plusSeconds(99_999));
    assertThat(view.list(null, 9, delivery -> true)).hasSize(2);
  }

  private static DeliveryRecord first() {
    Webhook webhook = Webhook.newBuilder().setUrl("http://example.com").build();
    Generation failed =
        Generation.newBuilder()
            .setId("g")
            .setWebhook(webhook)
            .setState(Generation.State.STATE_FAILED)
            .build();
    return Deliveries.first(
        Notice.of(Snapshot.newBuilder().setGeneration(failed).build()).orElseThrow(), NOW);
  }
}
