package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.internal.v1.TextEncoderServiceGrpc.TextEncoderServiceBlockingStub;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.tls.TlsSettings;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncoderIT {
  private static final ExecutionSettings CPU = ExecutionSettings.cpu();

  @TempDir static Path models;
  private static TextEncoder encoder;
  private static ManagedChannel channel;
  private static TextEncoderServiceBlockingStub stub;

  @BeforeAll
  static void start() throws IOException {
    TestModels.copy(TestModels.tiny(), models.resolve("tiny"));
    Path cut = models.resolve("cut");
    TestModels.copy(TestModels.all().resolve("tiny-int32"), cut);
    Files.writeString(
        cut.resolve("langevin.json"),
        "{\"name\": \"cut\", \"sizes\": [\"64x64\"], \"scale_factor\": 8}");
    Files.writeString(cut.resolve("tokenizer/tokenizer.json"), "{\"added_tokens\": [");
    encoder = TextEncoder.start(TextEncoderConfig.local(models, CPU));
    channel = Channels.open("127.0.0.1:" + encoder.port());
    stub = TextEncoderServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    encoder.close();
  }

  @Test
  void encode_prompts_givesTensorsInOrder() {
    EncodeResponse response =
        encode("tiny", "a red sailboat", "", "a purple dragon " + "red ".repeat(80));

    assertThat(response.getModelDigest()).matches("[0-9a-f]{64}");
    assertThat(response.getEncodingsList())
        .allSatisfy(
            encoding ->
                assertThat(encoding.getTensorsOrThrow("encoder_hidden_states").getShapeList())
                    .containsExactly(77L, 8L));
    assertThat(response.getEncodings(0).getTokens()).isEqualTo(5);
    assertThat(response.getEncodings(0).getUnknownWordsList()).isEmpty();
    assertThat(response.getEncodings(1).getTokens()).isEqualTo(2);
    assertThat(response.getEncodings(2).getUnknownWordsList()).containsExactly("purple", "dragon");
    assertThat(response.getEncodings(2).getTruncatedTokens()).isPositive();
    assertThat(floats(response.getEncodings(0))).isNotEqualTo(floats(response.getEncodings(1)));
  }

  @Test
  void encode_manyCallersAtOnce_equalsEachAlone() {
    List<String> prompts = IntStream.range(0, 40).mapToObj(i -> "a red house " + i % 20).toList();
    List<CompletableFuture<EncodeResponse>> together;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      together =
          prompts.stream()
              .map(p -> CompletableFuture.supplyAsync(() -> encode("tiny", p), threads))
              .toList();
    }
    try (TextEncoder other = TextEncoder.start(TextEncoderConfig.local(models, CPU))) {
      ManagedChannel alone = Channels.open("127.0.0.1:" + other.port());
      var aloneStub = TextEncoderServiceGrpc.newBlockingStub(alone);
      for (int i = 0; i < prompts.size(); i++) {
        EncodeRequest request =
            EncodeRequest.newBuilder().setModel("tiny").addPrompts(prompts.get(i)).build();
        assertThat(together.get(i).join()).isEqualTo(aloneStub.encode(request));
      }
      Channels.close(alone);
    }
  }

  @Test
  void encode_unknownModel_isNotFoundAndNamesTheModels() {
    assertRefused(
        () -> encode("huge", "a"),
        Status.Code.NOT_FOUND,
        "MODEL_NOT_FOUND",
        "model: huge is not one of tiny@0");
  }

  @Test
  void encode_brokenModel_namesFileAndOthersWork() {
    assertRefused(
        () -> encode("cut", "a"),
        Status.Code.FAILED_PRECONDITION,
        "MODEL_UNUSABLE",
        "tokenizer.json");
    assertThat(encode("tiny", "a").getEncodingsCount()).isEqualTo(1);
  }

  @Test
  void describeModels_namesTheBrokenOnesProblem() {
    var known = stub.describeModels(DescribeModelsRequest.getDefaultInstance());
    assertThat(known.getModelsList())
        .extracting(ModelState::getName, state -> state.getProblem().isEmpty())
        .containsExactlyInAnyOrder(tuple("tiny", true), tuple("cut", false));
    var scanned = stub.describeModels(DescribeModelsRequest.newBuilder().setScan(true).build());
    assertThat(scanned).isEqualTo(known);
  }

  @Test
  void encode_noOrTooManyPrompts_isRefused() {
    assertRefused(
        () -> encode("tiny"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ARGUMENT",
        "prompts: 0 prompts are not in 1..64");
    assertRefused(
        () -> encode("tiny", new String[65]),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ARGUMENT",
        "prompts: 65 prompts are not in 1..64");
  }

  @Test
  void encode_overLongPrompt_isRefused() {
    assertRefused(
        () -> encode("tiny", "a", "é".repeat(10_001)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ARGUMENT",
        "prompts[1]: 10001 characters are not in 0..10000");
  }

  @Test
  void start_portInUse_saysSo() {
    TextEncoderConfig config =
        new TextEncoderConfig(
            "127.0.0.1", encoder.port(), ModelSettings.in(models), CPU, 1, 1, TlsSettings.NONE);

    assertThatThrownBy(() -> TextEncoder.start(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("LANGEVIN_PORT", "in use");
  }

  @Test
  void start_missingModels_namesTheDirectory() {
    Path missing = models.resolve("missing");

    assertThatThrownBy(() -> TextEncoder.start(TextEncoderConfig.local(missing, CPU)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("LANGEVIN_MODELS", missing.toString());
  }

  @Test
  void close_twice_isOnce() {
    TextEncoder other = TextEncoder.start(TextEncoderConfig.local(models, CPU));
    other.close();
    other.close();
  }

  private static EncodeResponse encode(String model, String... prompts) {
    EncodeRequest.Builder request = EncodeRequest.newBuilder().setModel(model);
    for (String prompt : prompts) {
      request.addPrompts(prompt == null ? "" : prompt);
    }
    return stub.encode(request.build());
  }

  private static float[] floats(Encoding encoding) {
    return Tensors.floats(encoding.getTensorsOrThrow("encoder_hidden_states"));
  }

  private static void assertRefused(
      Runnable call, Status.Code code, String reason, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
              assertThat(e.getStatus().getDescription()).contains(message);
            });
  }
}
