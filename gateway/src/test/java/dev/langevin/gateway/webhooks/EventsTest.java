package dev.langevin.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Webhook USUAL = Webhook.newBuilder().setUrl("http://example.com").build();

  @Test
  void ofGeneration_isOneOfTheEnds_unlessOthersAreWanted() {
    Webhook running = USUAL.toBuilder().addEvents(Webhook.Event.EVENT_RUNNING).build();
    assertThat(Events.of(generation(USUAL, Generation.State.STATE_RUNNING))).isEmpty();
    assertThat(Events.of(generation(USUAL, Generation.State.STATE_FAILED)))
        .contains(Webhook.Event.EVENT_FAILED);
    assertThat(Events.of(generation(USUAL, Generation.State.STATE_FILTERED)))
        .contains(Webhook.Event.EVENT_FILTERED);
    assertThat(Events.of(generation(running, Generation.State.STATE_RUNNING)))
        .contains(Webhook.Event.EVENT_RUNNING);
    assertThat(Events.of(generation(running, Generation.State.STATE_FAILED))).isEmpty();
    Generation none = Generation.newBuilder().setState(Generation.State.STATE_FAILED).build();
    assertThat(Events.of(none)).isEmpty();
  }

  @Test
  void ofBatch_isHowItEnded() {
    assertThat(Events.of(batch(USUAL, Batch.State.STATE_COMPLETED)))
        .contains(Webhook.Event.EVENT_COMPLETED);
    assertThat(Events.of(batch(USUAL, Batch.State.STATE_FAILED)))
        .contains(Webhook.Event.EVENT_FAILED);
    assertThat(Events.of(batch(USUAL, Batch.State.STATE_CANCELLED)))
        .contains(Webhook.Event.EVENT_CANCELLED);
    for (Batch.State state :
        new Batch.State[] {
          Batch.State.STATE_RUNNING, Batch.State.STATE_PAUSED, Batch.State.STATE_CANCELLING
        }) {
      assertThat(Events.of(batch(USUAL, state))).as("%s", state).isEmpty();
    }
    Webhook failed = USUAL.toBuilder().addEvents(Webhook.Event.EVENT_FAILED).build();
    assertThat(Events.of(batch(failed, Batch.State.STATE_COMPLETED))).isEmpty();
    assertThat(Events.of(Batch.newBuilder().setState(Batch.State.STATE_FAILED).build())).isEmpty();
  }

  @Test
  void notice_ofABatch_namesIt() {
    Batch ended =
        batch(USUAL, Batch.State.STATE_COMPLETED).toBuilder()
            .setEndTime(Timestamp.newBuilder().setSeconds(7))
            .build();
    BatchSnapshot snapshot = BatchSnapshot.newBuilder().setBatch(ended).setTenant("t").build();
    assertThat(Notice.of(snapshot))
        .contains(
            new Notice(
                "t",
                "",
                "b",
                Webhook.Event.EVENT_COMPLETED,
                "http://example.com",
                Instant.ofEpochSecond(7)));
    assertThat(Notice.of(snapshot).orElseThrow().id()).isEqualTo("b.completed");
  }

  private static Batch batch(Webhook webhook, Batch.State state) {
    return Batch.newBuilder().setId("b").setWebhook(webhook).setState(state).build();
  }

  private static Generation generation(Webhook webhook, Generation.State state) {
    return Generation.newBuilder().setId("g").setWebhook(webhook).setState(state).build();
  }
}
