package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that do what no orchestrator does, beside one that goes on meanwhile. */
class MisbehaviourIT {
  @TempDir Path data;
  private Fixture fixture;
  private Peer good;
  private List<ByteString> expected;
  private final AtomicLong sequence = new AtomicLong();

  @AfterEach
  void stop() {
    assertUnharmed();
    good.cancel();
    Fixture.await(
        () ->
            fixture.denoiser().admission().streams() == 0
                && fixture.denoiser().admission().waitingRows() == 0
                && fixture.denoiser().admission().conditioningBytes() == 0);
    fixture.close();
  }

  @Test
  void stream_thatStopsReading_isToldWhyOnceItReadsAgain() {
    start(Map.of("LANGEVIN_READER_PATIENCE", "2s"));
    try (DeafPeer deaf = DeafPeer.open(fixture.denoiser().port(), "perrow")) {
      long kept = fixture.denoiser().admission().conditioningBytes();
      deaf.step(rows(1, 256)).step(rows(2, 256));
      Fixture.await(
          () -> {
            assertUnharmed();
            return fixture.denoiser().admission().conditioningBytes() < kept;
          });
      deaf.read();
      StatusRuntimeException end = deaf.failure();
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(end.getStatus().getDescription()).contains("LANGEVIN_READER_PATIENCE", "PT2S");
      assertThat(Statuses.reason(end)).isEqualTo("STREAM_UNREAD");
      assertThat(deaf.predictions()).isEqualTo(2);
    }
  }

  @Test
  void stream_thatNeverReadsAgain_isCutOff() {
    start(Map.of("LANGEVIN_READER_PATIENCE", "1s"));
    try (DeafPeer deaf = DeafPeer.open(fixture.denoiser().port(), "perrow")) {
      deaf.step(rows(1, 256)).step(rows(2, 256));
      Fixture.await(
          () -> {
            assertUnharmed();
            return fixture.denoiser().admission().streams() == 1;
          });
      deaf.read();
      assertThat(deaf.failure().getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void stream_thatNeverSteps_isEnded() {
    start(Map.of("LANGEVIN_STREAM_IDLE", "1s"));
    Peer silent = Peer.connect(fixture.channel());
    Peer opened = fixture.open("perrow");
    Peer dribbling = Peer.connect(fixture.channel()).open("perrow", 1);
    Fixture.await(
        () -> {
          boolean open = fixture.denoiser().admission().streams() > 1;
          if (open) {
            dribbling.conditioning(Peer.chunk(0, 5).setData(ByteString.EMPTY).build());
          }
          assertUnharmed();
          return !open;
        });
    for (Peer peer : List.of(silent, opened, dribbling)) {
      StatusRuntimeException end = peer.failure();
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(end.getStatus().getDescription()).contains("LANGEVIN_STREAM_IDLE");
    }
  }

  @Test
  void stream_thatOpensAgainAndAgain_isRefusedOnce() {
    start(Map.of());
    Peer eager = Peer.connect(fixture.channel());
    for (int i = 0; i < 10_000; i++) {
      eager.openQuietly("perrow", 2);
    }
    Status end = eager.failure().getStatus();
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("open: the stream is open already");
  }

  @Test
  void streams_tenThousandOfThem_areTakenUpToTheLimit() {
    start(Map.of());
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      peers.add(Peer.connect(fixture.channel()));
      if (i % 1000 == 0) {
        assertUnharmed();
      }
    }
    peers.forEach(peer -> peer.openQuietly("perrow", 1));
    int taken = 0;
    for (Peer peer : peers) {
      try {
        peer.expect(MessageCase.OPENED);
        taken++;
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(e.getStatus().getDescription()).contains("LANGEVIN_MAX_STREAMS", "2000");
      }
    }
    assertThat(taken).isEqualTo(1999);
    assertUnharmed();
    peers.forEach(Peer::cancel);
  }

  @Test
  void stream_withAShapeTheModelCannotTake_isRefusedInTheMidstOfOthers() {
    start(Map.of());
    Peer odd = fixture.open("perrow");
    fixture.whileBusy(
        () -> {
          good.step(Peer.guided(sequence.incrementAndGet(), 7, 70).build());
          fixture.awaitWaitingRows(2);
          odd.step(
              Peer.guided(1, 1, 1)
                  .setLatents(0, Tensors.of(new float[4 * 8 * 4000], 4, 8, 4000))
                  .build());
          Status end = odd.failure().getStatus();
          assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
          assertThat(end.getDescription())
              .contains("latents[0]: shape: [4, 8, 4000] is not of pictures of [8x8]");
        });
    assertThat(good.outputs()).isEqualTo(expected);
  }

  @Test
  void stream_thatAnnouncesMoreThanAJobCanNeed_isRefused() {
    start(Map.of());
    Peer liar = fixture.open("perrow").step(Peer.guided(1, 1, 1).setRemainingRows(-1).build());
    Status end = liar.failure().getStatus();
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("remaining_rows: 4294967295 is not in 0..16777216");
  }

  @Test
  void stream_thatIsAlwaysNearlyDone_losesItsAdvantage() {
    start(Map.of());
    Peer liar = fixture.open("perrow");
    for (int i = 1; i <= 100; i++) {
      liar.step(rows(i, 256)).prediction();
    }
    List<Peer> honest = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      honest.add(fixture.open("perrow"));
    }
    fixture.whileBusy(
        () -> {
          liar.step(rows(101, 2));
          fixture.awaitWaitingRows(2);
          honest.forEach(peer -> peer.step(Peer.guided(1, 1, 1).setRemainingRows(100).build()));
          fixture.awaitWaitingRows(10);
        });
    honest.forEach(peer -> assertThat(peer.prediction().getBatchRows()).isEqualTo(8));
    assertThat(liar.prediction().getBatchRows()).isEqualTo(2);
    honest.forEach(Peer::cancel);
    liar.cancel();
  }

  private void start(Map<String, String> settings) {
    fixture = Fixture.start(data, settings);
    good = fixture.open("perrow");
    expected = good.step(Peer.guided(sequence.incrementAndGet(), 7, 70).build()).outputs();
  }

  private void assertUnharmed() {
    good.step(Peer.guided(sequence.incrementAndGet(), 7, 70).build());
    assertThat(good.outputs()).isEqualTo(expected);
  }

  private static Step rows(long sequence, int count) {
    Step.Builder step = Step.newBuilder().setSequence(sequence).addLatents(Peer.latent(1));
    for (int i = 0; i < count; i++) {
      step.addRows(Row.newBuilder().setTime(i));
    }
    return step.build();
  }
}
