package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.decoder.image.PngText;
import dev.langevin.decoder.image.Provenance;
import dev.langevin.decoder.safety.SafetyMode;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewRequest.Method;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model whose safety checker flags red pictures: models/tiny/safety.py. */
class SafetyIT {
  private static final Path CHECKER = Path.of("..", "models", "tiny", "safety");

  /** Latents of colours: the tiny decoder paints 2 x + 1/4, from -1 to 1. */
  private static final float[] RED = {0.5f, -0.5f, -0.5f};

  private static final float[] BLUE = {-0.5f, -0.5f, 0.5f};

  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setPrompt("a colour")
          .setModel("tiny")
          .setSize(Size.newBuilder().setWidth(32).setHeight(32))
          .setSteps(20)
          .setSampler("ddim")
          .setGuidanceScale(4)
          .setSeed(7)
          .setCount(2)
          .build();

  @TempDir static Path directory;
  private static Path models;

  @BeforeAll
  static void copy() throws IOException {
    models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    for (String part : new String[] {"safety_checker", "feature_extractor"}) {
      TestModels.copy(CHECKER.resolve(part), models.resolve("tiny").resolve(part));
    }
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("without"));
    Files.writeString(models.resolve("without/langevin.json"), "{\"name\": \"without\"}");
  }

  /** A decoder, for the length of a test. */
  private record Running(Decoder decoder, ManagedChannel channel, Path artifacts)
      implements AutoCloseable {
    static Running of(String name, SafetyMode safety, boolean provenance) {
      Path artifacts = directory.resolve(name);
      DecoderConfig usual = DecoderConfig.local(models, ExecutionSettings.cpu(), artifacts);
      Decoder decoder =
          Decoder.start(
              new DecoderConfig(
                  usual.host(),
                  usual.port(),
                  usual.models(),
                  usual.execution(),
                  usual.artifacts(),
                  usual.decodeTile(),
                  new PictureSettings(safety, provenance),
                  usual.tls()));
      return new Running(decoder, Channels.open("127.0.0.1:" + decoder.port()), artifacts);
    }

    DecoderServiceBlockingStub stub() {
      return DecoderServiceGrpc.newBlockingStub(channel);
    }

    DecodeResponse decode(String id, String model, float... colour) {
      return stub()
          .decode(
              DecodeRequest.newBuilder()
                  .setGenerationId(id)
                  .setRequest(REQUEST.toBuilder().setModel(model))
                  .setLatents(latents(colour))
                  .build());
    }

    PreviewResponse preview(Method method, float... colour) {
      return stub()
          .preview(
              PreviewRequest.newBuilder()
                  .setModel("tiny")
                  .setMethod(method)
                  .setLatents(latents(colour))
                  .build());
    }

    byte[] stored() throws IOException {
      try (Stream<Path> files = Files.walk(artifacts)) {
        return Files.readAllBytes(
            files
                .filter(file -> file.getFileName().toString().startsWith("0-"))
                .findFirst()
                .orElseThrow());
      }
    }

    long files() throws IOException {
      try (Stream<Path> files = Files.walk(artifacts)) {
        return files.filter(file -> file.getFileName().toString().startsWith("0-")).count();
      }
    }

    @Override
    public void close() {
      Channels.close(channel);
      decoder.close();
    }
  }

  private static Tensor latents(float... colour) {
    float[] values = new float[4 * 8 * 8];
    for (int i = 0; i < 3 * 64; i++) {
      values[i] = colour[i / 64];
    }
    return Tensors.of(values, 4, 8, 8);
  }

  @Test
  void decode_flagged_isNotStored() throws IOException {
    try (Running running = Running.of("flagged", SafetyMode.MODEL, false)) {
      DecodeResponse red = running.decode("red", "tiny", RED);
      assertThat(red.getFiltered()).isTrue();
      assertThat(red.hasArtifact()).isFalse();
      assertThat(red.getModelDigest()).hasSize(64);
      assertThat(running.files()).isZero();

      DecodeResponse blue = running.decode("blue", "tiny", BLUE);
      assertThat(blue.getFiltered()).isFalse();
      assertThat(running.files()).isEqualTo(1);

      assertThat(running.decode("other", "without", RED).getFiltered()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"METHOD_LINEAR", "METHOD_DECODER"})
  void preview_flagged_isNotShown(Method method) {
    try (Running running = Running.of("previews" + method, SafetyMode.MODEL, false)) {
      PreviewResponse red = running.preview(method, RED);
      assertThat(red.getFiltered()).isTrue();
      assertThat(red.getPng().isEmpty()).isTrue();

      PreviewResponse blue = running.preview(method, BLUE);
      assertThat(blue.getFiltered()).isFalse();
      assertThat(blue.getPng().isEmpty()).isFalse();
    }
  }

  @Test
  void decode_checkerIsOff_storesTheSameBytesAsWithoutOne() {
    String unflagged;
    try (Running on = Running.of("on", SafetyMode.MODEL, false)) {
      unflagged = on.decode("blue", "tiny", BLUE).getArtifact().getSha256();
    }
    try (Running off = Running.of("off", SafetyMode.OFF, false)) {
      assertThat(off.decode("red", "tiny", RED).getFiltered()).isFalse();
      assertThat(off.decode("blue", "tiny", BLUE).getArtifact().getSha256()).isEqualTo(unflagged);
    }
  }

  @Test
  void required_modelWithoutChecker_cannotBeUsed() {
    try (Running running = Running.of("required", SafetyMode.REQUIRED, false)) {
      assertThat(running.decode("red", "tiny", RED).getFiltered()).isTrue();
      assertThatThrownBy(() -> running.decode("other", "without", BLUE))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("safety_checker")
          .hasMessageContaining("LANGEVIN_SAFETY_CHECKER is required");
    }
  }

  @Test
  void provenance_isAStatementThatXmpReadersFind() throws IOException {
    String without;
    try (Running plain = Running.of("plain", SafetyMode.OFF, false)) {
      without = plain.decode("blue", "tiny", BLUE).getArtifact().getSha256();
      assertThat(PngText.read(plain.stored())).doesNotContainKey(Provenance.KEYWORD);
    }
    try (Running stating = Running.of("stating", SafetyMode.OFF, true)) {
      String with = stating.decode("blue", "tiny", BLUE).getArtifact().getSha256();
      assertThat(PngText.read(stating.stored()).get(Provenance.KEYWORD))
          .contains("digitalsourcetype/trainedAlgorithmicMedia");
      assertThat(with).isNotEqualTo(without);
      assertThat(stating.decode("again", "tiny", BLUE).getArtifact().getSha256()).isEqualTo(with);
    }
  }
}
