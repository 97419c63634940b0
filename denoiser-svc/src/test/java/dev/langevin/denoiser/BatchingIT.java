package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Waiting;
import dev.langevin.v1.Priority;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real streams on a real network: what shares a run, and what comes back. */
class BatchingIT {
  @TempDir static Path data;
  private static Fixture fixture;

  @BeforeAll
  static void start() {
    fixture = Fixture.start(data, Map.of());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void predict_ofManyStreams_sharesRunsAndKeepsBits() {
    List<List<ByteString>> alone = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Peer peer = fixture.open("perrow").step(Peer.guided(1, i, 100 + 37.5 * i).build());
      Prediction prediction = peer.prediction();
      assertThat(prediction.getBatchRows()).isEqualTo(2);
      assertThat(prediction.getOutputs(0).getShapeList()).containsExactly(4L, 8L, 8L);
      alone.add(prediction.getOutputsList().stream().map(t -> t.getData()).toList());
      peers.add(peer);
    }
    fixture.whileBusy(
        () -> {
          for (int i = 0; i < 4; i++) {
            peers.get(i).step(Peer.guided(2, i, 100 + 37.5 * i).build());
          }
          fixture.awaitWaitingRows(8);
        });
    for (int i = 0; i < 4; i++) {
      Prediction prediction = peers.get(i).prediction();
      assertThat(prediction.getBatchRows()).isEqualTo(8);
      assertThat(prediction.getNetworkNanos()).isPositive();
      assertThat(prediction.getOutputsList().stream().map(t -> t.getData()).toList())
          .isEqualTo(alone.get(i));
    }
    assertThat(alone).doesNotHaveDuplicates();
  }

  @Test
  void predict_withOtherShapes_runsApart() {
    Peer five = Peer.open(fixture.channel(), "perrow", 5);
    Peer three = Peer.open(fixture.channel(), "perrow", 3);
    fixture.whileBusy(
        () -> {
          five.step(Peer.guided(1, 1, 10).build());
          three.step(Peer.guided(1, 1, 10).build());
          fixture.awaitWaitingRows(4);
        });
    assertThat(five.prediction().getBatchRows()).isEqualTo(2);
    assertThat(three.prediction().getBatchRows()).isEqualTo(2);
  }

  @Test
  void predict_ofMoreRowsThanTheCap_answersAllInOrder() {
    Peer peer = fixture.open("perrow");
    Step.Builder step = Step.newBuilder().setSequence(1).addLatents(Peer.latent(3));
    for (int i = 0; i < 21; i++) {
      step.addRows(Row.newBuilder().setTime(i));
    }
    List<ByteString> outputs = peer.step(step.build()).outputs();
    for (int i : new int[] {0, 8, 20}) {
      Step single =
          Step.newBuilder()
              .setSequence(2 + i)
              .addLatents(Peer.latent(3))
              .addRows(Row.newBuilder().setTime(i))
              .build();
      assertThat(peer.step(single).outputs()).containsExactly(outputs.get(i));
    }
    assertThat(outputs).hasSize(21).doesNotHaveDuplicates();
  }

  @Test
  void predict_whereTheTimeIsOneForAll_batchesEqualTimesOnly() {
    Peer a = fixture.open("equal");
    Peer b = fixture.open("equal");
    Peer c = fixture.open("equal");
    fixture.whileBusy(
        () -> {
          a.step(Peer.guided(1, 1, 10).build());
          b.step(Peer.guided(1, 2, 20).build());
          c.step(Peer.guided(1, 3, 10).build());
          fixture.awaitWaitingRows(6);
        });
    assertThat(a.prediction().getBatchRows()).isEqualTo(4);
    assertThat(b.prediction().getBatchRows()).isEqualTo(2);
    assertThat(c.prediction().getBatchRows()).isEqualTo(4);
  }

  @Test
  void predict_whereTheTimeIsAnInteger_truncates() {
    Peer peer = fixture.open("integer");
    List<ByteString> seven = peer.step(Peer.guided(1, 1, 7).build()).outputs();
    assertThat(peer.step(Peer.guided(2, 1, 7.9).build()).outputs()).isEqualTo(seven);
    assertThat(peer.step(Peer.guided(3, 1, 8).build()).outputs()).isNotEqualTo(seven);
  }

  @Test
  void predict_whereAScalarWasRewritten_sharesRunsAndKeepsBits() {
    Peer a = fixture.open("scalar");
    Peer b = fixture.open("scalar");
    List<ByteString> alone = a.step(Peer.guided(1, 1, 10).build()).outputs();
    fixture.whileBusy(
        () -> {
          a.step(Peer.guided(2, 1, 10).build());
          b.step(Peer.guided(1, 2, 20).build());
          fixture.awaitWaitingRows(4);
        });
    Prediction prediction = a.prediction();
    assertThat(prediction.getBatchRows()).isEqualTo(4);
    assertThat(prediction.getOutputsList().stream().map(t -> t.getData()).toList())
        .isEqualTo(alone);
    assertThat(b.prediction().getBatchRows()).isEqualTo(4);
  }

  @Test
  void predict_whereAllTakeTheTimeDifferently_agrees() {
    List<ByteString> expected = fixture.open("perrow").step(Peer.guided(1, 1, 7).build()).outputs();
    for (String model : List.of("scalar", "integer", "equal", "mixing")) {
      List<ByteString> outputs = fixture.open(model).step(Peer.guided(1, 1, 7).build()).outputs();
      assertThat(outputs).as(model).isEqualTo(expected);
    }
  }

  @Test
  void predict_withOutputsNotFinite_failsThatJobOnly() {
    Peer good = fixture.open("perrow");
    Peer bad = fixture.open("perrow");
    fixture.whileBusy(
        () -> {
          good.step(Peer.guided(1, 1, 10).build());
          bad.step(Peer.guided(7, 1, 666).build());
          fixture.awaitWaitingRows(4);
        });
    assertThat(good.prediction().getBatchRows()).isEqualTo(4);
    Status status = bad.failure().getStatus();
    assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(status.getDescription()).contains("sequence 7", "row 0", "time 666.0", "NaN");
    assertThat(good.step(Peer.guided(2, 1, 10).build()).outputs()).hasSize(2);
  }

  @Test
  void predict_cancelled_leavesTheQueue() {
    Peer gone = fixture.open("perrow");
    Peer stays = fixture.open("perrow");
    fixture.whileBusy(
        () -> {
          gone.step(Peer.guided(1, 1, 10).build());
          stays.step(Peer.guided(1, 2, 10).build());
          fixture.awaitWaitingRows(4);
          gone.cancel();
          fixture.awaitWaitingRows(2);
        });
    assertThat(stays.prediction().getBatchRows()).isEqualTo(2);
  }

  @Test
  void predict_thatWaits_isReported() {
    Peer peer = fixture.open("perrow");
    fixture.whileBusy(
        () -> {
          peer.step(Peer.guided(5, 1, 10).build());
          Waiting waiting = peer.expect(MessageCase.WAITING).getWaiting();
          assertThat(waiting.getSequence()).isEqualTo(5);
          assertThat(waiting.getLoad().getWaitingRows()).isEqualTo(2);
          assertThat(waiting.getLoad().getBatchCap()).isEqualTo(8);
        });
    assertThat(peer.prediction().getSequence()).isEqualTo(5);
  }

  @Test
  void predict_ofAnInteractiveJob_overtakesBatchJobs() {
    List<Peer> patient = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      patient.add(fixture.open("perrow"));
    }
    Peer urgent = fixture.open("perrow");
    fixture.whileBusy(
        () -> {
          for (int i = 0; i < 4; i++) {
            Step.Builder step = Peer.guided(1, i, 10).setPriority(Priority.PRIORITY_BATCH);
            patient.get(i).step(step.build());
            fixture.awaitWaitingRows(2 * i + 2);
          }
          Step.Builder step = Peer.guided(1, 9, 10).setPriority(Priority.PRIORITY_INTERACTIVE);
          urgent.step(step.setRemainingRows(1000).build());
          fixture.awaitWaitingRows(10);
        });
    assertThat(urgent.prediction().getBatchRows()).isEqualTo(8);
    List<Double> rows = patient.stream().map(peer -> peer.prediction().getBatchRows()).toList();
    assertThat(rows).containsOnly(8.0, 2.0).containsOnlyOnce(2.0);
  }

  @Test
  void predict_completedByThePeer_answersFirst() {
    Peer peer = fixture.open("perrow").step(Peer.guided(1, 1, 10).build());
    peer.complete();
    assertThat(peer.outputs()).hasSize(2);
    assertThat(peer.failure().getStatus().isOk()).isTrue();
  }

  /** In each round all jobs ask at once, and one of them gives up. */
  @Test
  void predict_ofManyJobsAtOnce_givesEachWhatItGetsAlone() {
    int jobs = 40;
    int rounds = 5;
    List<Peer> peers = new ArrayList<>();
    for (int job = 0; job < jobs; job++) {
      peers.add(openAsJob(job));
    }
    double rows = 0;
    List<List<ByteString>> together = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int job = round; job < jobs; job++) {
        peers.get(job).step(Peer.guided(round, job, round * 10 + job).build());
      }
      peers.get(round).cancel();
      for (int job = round + 1; job < jobs; job++) {
        Prediction prediction = peers.get(job).prediction();
        rows += prediction.getBatchRows();
        together.add(prediction.getOutputsList().stream().map(t -> t.getData()).toList());
      }
    }
    assertThat(rows / together.size()).isGreaterThan(3);
    List<List<ByteString>> alone = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int job = round + 1; job < jobs; job++) {
        Peer peer = openAsJob(job).step(Peer.guided(1, job, round * 10 + job).build());
        alone.add(peer.outputs());
        peer.cancel();
      }
    }
    assertThat(together).isEqualTo(alone);
  }

  private static Peer openAsJob(int job) {
    String model = job % 5 == 0 ? "integer" : "perrow";
    return Peer.open(fixture.channel(), model, 3 + job % 2);
  }
}
