package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox();

  @Test
  void slowReader_getsEverySnapshotAndTheLatestProgress() throws Exception {
    mailbox.offer(snapshot(1, 0));
    mailbox.offer(snapshot(2, 1));
    for (int step = 1; step <= 1000; step++) {
      mailbox.offer(progress(1, step));
    }
    assertThat(mailbox.take().snapshot()).isEqualTo(snapshot(1, 0));
    assertThat(mailbox.take().snapshot()).isEqualTo(snapshot(2, 1));
    assertThat(mailbox.take().progress()).isEqualTo(progress(1, 1000));
  }

  @Test
  void take_nothingComesForSoLong_isNull() throws Exception {
    assertThat(mailbox.take(Duration.ofMillis(5))).isNull();
    mailbox.offer(snapshot(1, 0));
    assertThat(mailbox.take(Duration.ofMillis(5)).snapshot()).isEqualTo(snapshot(1, 0));
  }

  @Test
  void previews_allThatHaveRoom_comeInOrder() throws Exception {
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(progress(1, 1));
    mailbox.offer(preview(2, 1, 100));
    mailbox.offer(progress(1, 2));
    mailbox.offer(progress(1, 3));
    mailbox.offer(preview(4, 2, 100));
    mailbox.offer(progress(1, 5));
    mailbox.take();
    assertThat(mailbox.take().progress()).isEqualTo(preview(2, 1, 100));
    assertThat(mailbox.take().progress()).isEqualTo(preview(4, 2, 100));
    assertThat(mailbox.take().progress()).isEqualTo(progress(1, 5));
  }

  @Test
  void previews_ofASlowReader_areTheNewest() throws Exception {
    int large = News.PREVIEW_BYTES / 3;
    mailbox.offer(snapshot(2, 1));
    for (int step = 1; step <= 50; step++) {
      mailbox.offer(preview(step, step, large));
    }
    mailbox.offer(preview(51, 51, 2 * News.PREVIEW_BYTES));
    mailbox.offer(preview(52, 52, large));
    mailbox.take();
    assertThat(mailbox.take().progress().getProgress().getPreviewStep()).isEqualTo(52);
  }

  @Test
  void success_comesAfterItsLastPreview() throws Exception {
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(preview(9, 9, 100));
    mailbox.offer(succeeded(10));
    mailbox.take();
    assertThat(mailbox.take().progress()).isEqualTo(preview(9, 9, 100));
    mailbox.offer(preview(10, 10, 100));
    assertThat(mailbox.take().progress()).isEqualTo(preview(10, 10, 100));
    assertThat(mailbox.take().snapshot()).isEqualTo(succeeded(10));
  }

  @Test
  void success_whoseLastPreviewDoesNotCome_comesAllTheSame() throws Exception {
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(succeeded(10));
    mailbox.take();
    assertThat(mailbox.take().snapshot()).isEqualTo(succeeded(10));
  }

  @Test
  void begin_afterThePastWasRead_dropsItAndKeepsWhatIsNewer() throws Exception {
    mailbox.offer(snapshot(1, 0));
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(snapshot(3, 1));
    mailbox.offer(snapshot(4, 2));
    mailbox.begin(snapshot(3, 1));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(3);
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(4);
  }

  @Test
  void begin_beforeTheListenerWasTold_isTheFirstAndComesOnce() throws Exception {
    mailbox.offer(snapshot(1, 0));
    mailbox.begin(snapshot(3, 1));
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(snapshot(3, 1));
    mailbox.offer(snapshot(4, 2));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(3);
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(4);
  }

  @Test
  void olderSnapshot_isIgnored() throws Exception {
    mailbox.offer(snapshot(3, 1));
    mailbox.offer(snapshot(2, 1));
    mailbox.offer(snapshot(3, 1));
    mailbox.offer(snapshot(4, 1));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(3);
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(4);
  }

  @Test
  void progressOfAnAttemptThatIsOver_isIgnored() throws Exception {
    mailbox.offer(snapshot(1, 1));
    mailbox.offer(progress(1, 5));
    mailbox.offer(snapshot(2, 2));
    mailbox.offer(progress(1, 6));
    mailbox.offer(snapshot(3, 2));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(1);
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(2);
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(3);
    mailbox.offer(progress(2, 1));
    assertThat(mailbox.take().progress()).isEqualTo(progress(2, 1));
  }

  @Test
  void progressBeforeItsRunningSnapshot_waitsForIt() throws Exception {
    mailbox.offer(snapshot(1, 0));
    mailbox.offer(progress(1, 1));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(1);
    mailbox.offer(snapshot(2, 1));
    assertThat(mailbox.take().snapshot().getVersion()).isEqualTo(2);
    assertThat(mailbox.take().progress()).isEqualTo(progress(1, 1));
  }

  @Test
  void readerThatStandsStill_isCutOff() {
    for (int version = 1; version <= Mailbox.LIMIT + 1; version++) {
      mailbox.offer(snapshot(version, 1));
    }
    assertThatThrownBy(mailbox::take)
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @Test
  void poll_tellsTheSameWithoutWaiting() {
    AtomicInteger rung = new AtomicInteger();
    Mailbox polled = new Mailbox(250, rung::incrementAndGet);
    assertThat(polled.poll()).isEmpty();
    polled.offer(snapshot(2, 1));
    polled.offer(preview(1, 1, 100));
    polled.offer(preview(2, 2, 100));
    polled.offer(preview(3, 3, 100));
    polled.offer(succeeded(4));
    assertThat(rung).hasValue(5);
    assertThat(polled.poll().orElseThrow().snapshot()).isEqualTo(snapshot(2, 1));
    assertThat(polled.poll().orElseThrow().progress()).isEqualTo(preview(2, 2, 100));
    assertThat(polled.poll().orElseThrow().progress()).isEqualTo(preview(3, 3, 100));
    assertThat(polled.heldBack()).isTrue();
    polled.offer(preview(4, 4, 100));
    assertThat(polled.poll().orElseThrow().progress()).isEqualTo(preview(4, 4, 100));
    assertThat(polled.heldBack()).isFalse();
    assertThat(polled.poll().orElseThrow().snapshot()).isEqualTo(succeeded(4));
    assertThat(polled.poll()).isEmpty();
  }

  private static Snapshot snapshot(int version, int attempt) {
    return Snapshot.newBuilder().setVersion(version).setAttempt(attempt).build();
  }

  private static ProgressEvent progress(int attempt, int step) {
    return ProgressEvent.newBuilder()
        .setAttempt(attempt)
        .setProgress(Progress.newBuilder().setStep(step))
        .build();
  }

  private static ProgressEvent preview(int evaluation, int step, int bytes) {
    ProgressEvent.Builder event = progress(1, evaluation).toBuilder();
    event
        .getProgressBuilder()
        .setPreviewStep(step)
        .setPreview(ByteString.copyFrom(new byte[bytes]));
    return event.build();
  }

  private static Snapshot succeeded(int previewStep) {
    return snapshot(3, 1).toBuilder()
        .setGeneration(
            Generation.newBuilder()
                .setState(Generation.State.STATE_SUCCEEDED)
                .setProgress(Progress.newBuilder().setPreviewStep(previewStep)))
        .build();
  }
}
