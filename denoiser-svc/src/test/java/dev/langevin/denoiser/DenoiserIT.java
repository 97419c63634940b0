package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a whole: what it starts with, says of itself, and does when it stops. */
class DenoiserIT {
  @TempDir Path data;

  @Test
  void describe_ofModels_tellsWhatTheyAre() {
    try (Fixture fixture = Fixture.start(data, Map.of())) {
      List<ModelDescription> models = describe(fixture);
      assertThat(models)
          .extracting(m -> m.getModel().getName())
          .containsExactly("equal", "half", "integer", "mixing", "perrow", "scalar");
      assertThat(models)
          .filteredOn(m -> !m.getTimePerRow())
          .extracting(m -> m.getModel().getName())
          .containsExactly("equal", "mixing");
      ModelDescription model = models.get(4);
      assertThat(model.getModel().getBatchInvariant()).isTrue();
      assertThat(model.getModel().getProblem()).isEmpty();
      assertThat(model.getModel().getSizes(0).getWidth()).isEqualTo(8);
      assertThat(model.getModel().getDigest()).matches("[0-9a-f]{64}");
      assertThat(model.getSchedulerConfig()).contains("DDIMScheduler");
      assertThat(model.getLatentChannels()).isEqualTo(4);
      assertThat(model.getOutputChannels()).isEqualTo(4);
      assertThat(model.getScaleFactor()).isEqualTo(1);
      assertThat(model.getPool()).isEqualTo("default");
      assertThat(model.getNumericsId())
          .contains(
              model.getModel().getDigest().substring(0, 16), "onnxruntime-", "/cpu/", "/auto");
      Peer peer = Peer.connect(fixture.channel()).open("perrow", 1);
      Opened opened = peer.expect(MessageCase.OPENED).getOpened();
      assertThat(opened.getNumericsId()).isEqualTo(model.getNumericsId());
      assertThat(opened.getModelDigest()).isEqualTo(model.getModel().getDigest());
      assertThat(opened.getLoad().getBatchCap()).isEqualTo(8);
    }
  }

  @Test
  void start_withABrokenModel_servesTheOthers(@TempDir Path models) throws IOException {
    copy(Fixture.models().resolve("perrow"), models.resolve("good"));
    copy(Fixture.models().resolve("integer"), models.resolve("cut"));
    Path network = models.resolve("cut/unet/model.onnx");
    byte[] bytes = Files.readAllBytes(network);
    Files.write(network, Arrays.copyOf(bytes, bytes.length / 2));
    copy(Fixture.models().resolve("scalar"), models.resolve("odd"));
    Files.write(models.resolve("odd/unet/model.onnx"), new byte[] {0x3a, 1, 1});
    Map<String, String> settings = Map.of("LANGEVIN_MODELS", models.toString());
    try (Fixture fixture = Fixture.start(data, settings)) {
      List<ModelDescription> described = describe(fixture);
      assertThat(described).hasSize(3);
      assertThat(described.get(0).getModel().getName()).isEqualTo("perrow");
      assertThat(described.get(1).getModel().getProblem()).contains("cut/unet/model.onnx");
      assertThat(described.get(2).getModel().getProblem()).contains("odd/unet/model.onnx");
      assertThat(fixture.open("perrow").step(Peer.guided(1, 1, 1).build()).outputs()).hasSize(2);
      Status refused = Peer.connect(fixture.channel()).open("cut", 1).failure().getStatus();
      assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.getDescription()).contains("cut", "model.onnx");
    }
  }

  @Test
  void describe_afterSteps_hasTheTotalsOfItsWork() {
    try (Fixture fixture = Fixture.start(data, Map.of())) {
      Peer peer = fixture.open("perrow");
      peer.step(Peer.guided(1, 1, 10).build()).outputs();
      peer.step(Peer.guided(2, 1, 10).build()).outputs();
      Load load =
          DenoiserServiceGrpc.newBlockingStub(fixture.channel())
              .describe(DescribeRequest.getDefaultInstance())
              .getLoad();
      assertThat(load.getEvaluations()).isEqualTo(2);
      assertThat(load.getRows()).isEqualTo(4);
      assertThat(load.getBatches()).isEqualTo(2);
      assertThat(load.getBusyNanos()).isPositive();
      assertThat(load.getRunningRows()).isZero();
    }
  }

  @Test
  void predict_deterministically_isTheSameWhateverWaits() {
    Map<String, String> settings =
        Map.of("LANGEVIN_BATCH_MODE", "deterministic", "LANGEVIN_BATCH_CAP", "6");
    try (Fixture fixture = Fixture.start(data, settings)) {
      Peer a = fixture.open("perrow");
      Peer b = fixture.open("perrow");
      var alone = a.step(Peer.guided(1, 1, 10).build()).outputs();
      fixture.whileBusy(
          () -> {
            b.step(Peer.guided(1, 2, 20).build());
            fixture.awaitWaitingRows(2);
            a.step(Peer.guided(2, 1, 10).build());
            fixture.awaitWaitingRows(4);
          });
      assertThat(a.outputs()).isEqualTo(alone);
      assertThat(describe(fixture).getFirst().getNumericsId()).endsWith("/deterministic-6");
    }
  }

  @Test
  void close_withAStepThatWaits_sendsAllStreamsElsewhereAtOnce() throws Exception {
    Fixture fixture = Fixture.start(data, Map.of());
    Peer busy = fixture.open("perrow");
    Peer idle = fixture.open("perrow");
    Thread closing = Thread.ofVirtual().unstarted(fixture::close);
    fixture.whileBusy(
        () -> {
          busy.step(Peer.guided(1, 1, 1).build());
          fixture.awaitWaitingRows(2);
          Thread.ofVirtual().start(fixture.denoiser()::close);
          for (Peer peer : List.of(idle, busy)) {
            StatusRuntimeException end = peer.failure();
            assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(Statuses.reason(end)).isEqualTo("STOPPING");
          }
        });
    closing.start();
    closing.join();
  }

  @Test
  void start_onAPortInUse_isRefused() {
    try (Fixture fixture = Fixture.start(data, Map.of())) {
      String port = Integer.toString(fixture.denoiser().port());
      DenoiserConfig config = Fixture.config(data, Map.of("LANGEVIN_PORT", port));
      assertThatThrownBy(() -> Denoiser.start(config))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(port)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void start_withoutModels_isRefused(@TempDir Path empty) {
    assertRefused(Map.of("LANGEVIN_MODELS", empty.toString()), "holds no model directory");
    assertRefused(Map.of("LANGEVIN_MODELS", empty + "/none"), "none");
  }

  @Test
  void start_withAProviderThatCannotStart_isRefusedUnlessTheCpuMayStandIn() {
    assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
    assertRefused(Map.of("LANGEVIN_PROVIDER", "cuda"), "LANGEVIN_PROVIDER: cuda can't start here");
    Map<String, String> settings =
        Map.of("LANGEVIN_PROVIDER", "cuda", "LANGEVIN_PROVIDER_FALLBACK", "true");
    try (Fixture fixture = Fixture.start(data, settings)) {
      assertThat(describe(fixture).getFirst().getNumericsId()).contains("/cpu/");
    }
  }

  private void assertRefused(Map<String, String> settings, String message) {
    DenoiserConfig config = Fixture.config(data, settings);
    assertThatThrownBy(() -> Denoiser.start(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  private static List<ModelDescription> describe(Fixture fixture) {
    return DenoiserServiceGrpc.newBlockingStub(fixture.channel())
        .describe(DescribeRequest.getDefaultInstance())
        .getModelsList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
