package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.internal.v1.Waiting;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.InProcess;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Priority;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"127.0.0.1", InProcess.HOST})
class GrpcPredictionStreamIT {
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final Instant EXPIRES = Instant.now().plus(Duration.ofHours(1));
  private static final Rows ROWS =
      new Rows(
          () -> "step 1",
          new float[][] {{1, 2, 3, 4}},
          new int[] {0, 0},
          new int[] {0, 1},
          new double[] {981, 981},
          36);

  private final List<PredictRequest> received = Collections.synchronizedList(new ArrayList<>());
  private BiConsumer<PredictRequest, StreamObserver<PredictResponse>> onOpen =
      (request, to) -> to.onNext(opened());
  private BiConsumer<PredictRequest, StreamObserver<PredictResponse>> onStep =
      (request, to) -> to.onNext(prediction(request.getStep().getSequence()));
  private final RpcServer server;
  private final ManagedChannel channel;
  private final Replica replica;

  GrpcPredictionStreamIT(String host) {
    server = RpcServer.start(host, 0, Duration.ZERO, new Scripted());
    channel = Channels.open(host + ":" + server.port());
    replica = new Replica("it", channel);
    replica.alive();
  }

  @AfterEach
  void stop() {
    Channels.close(channel);
    server.close();
  }

  @Test
  void open_largeConditioning_arrivesInChunksOfAtMostOneMebibyte() {
    Tensor large = Tensors.of(new float[700_000], 1000, 700);
    try (var stream = open(large)) {
      assertThat(stream.numericsId()).isEqualTo("numerics");
      assertThat(stream.modelDigest()).isEqualTo("digest");
      stream.predict(ROWS, () -> {});
    }

    List<ConditioningChunk> chunks =
        received.stream()
            .filter(PredictRequest::hasConditioning)
            .map(PredictRequest::getConditioning)
            .toList();
    assertThat(chunks).hasSize(6).allMatch(chunk -> chunk.getData().size() <= 1 << 20);
    ByteString whole =
        chunks.stream()
            .filter(chunk -> chunk.getConditioning() == 1)
            .map(ConditioningChunk::getData)
            .reduce(ByteString.EMPTY, ByteString::concat);
    assertThat(whole).isEqualTo(large.getData());
  }

  @Test
  void predict_step_carriesLatentsRowsAndTheRest() {
    try (var stream = open()) {
      assertThat(stream.predict(ROWS, () -> {}).outputs())
          .isDeepEqualTo(new float[][] {{1, 1, 1, 1}, {2, 2, 2, 2}});
    }

    var step = received.getLast().getStep();
    assertThat(step.getLatents(0).getShapeList()).containsExactly(1L, 2L, 2L);
    assertThat(step.getRows(1).getConditioning()).isEqualTo(1);
    assertThat(step.getRows(1).getTime()).isEqualTo(981);
    assertThat(step.getRemainingRows()).isEqualTo(36);
    assertThat(step.getPriority()).isEqualTo(Priority.PRIORITY_BATCH);
    assertThat(received.getFirst().getOpen().getTenant()).isEqualTo("ours");
  }

  @Test
  void predict_withADeadline_saysHowLongItIsUntilThen() {
    Instant before = Instant.now();
    try (var stream = open()) {
      stream.predict(ROWS, () -> {});
    }
    var slack = received.getLast().getStep().getDeadlineSlack();
    assertThat(Duration.ofSeconds(slack.getSeconds(), slack.getNanos()))
        .isBetween(Duration.between(Instant.now(), EXPIRES).minusMillis(1), left(before));
  }

  private static Duration left(Instant from) {
    return Duration.between(from, EXPIRES);
  }

  @Test
  void predict_inHalves_sendsAndReadsThem() {
    float[] exact = {1, 2049, 0.1f, -4};
    onStep =
        (request, to) -> {
          var answer = prediction(request.getStep().getSequence()).toBuilder();
          answer.getPredictionBuilder().clearOutputs();
          for (int row = 0; row < 2; row++) {
            answer
                .getPredictionBuilder()
                .addOutputs(Tensors.of(Tensor.Type.TYPE_FLOAT16, exact, 1, 2, 2));
          }
          to.onNext(answer.build());
        };
    float[] rounded = {1, 2048, Float.float16ToFloat(Float.floatToFloat16(0.1f)), -4};
    try (var stream = open(Tensors.of(new float[] {1, 2}, 1, 2), Wire.FLOAT16)) {
      assertThat(stream.numericsId()).isEqualTo("numerics/wire-float16");
      assertThat(stream.predict(ROWS, () -> {}).outputs())
          .isDeepEqualTo(new float[][] {rounded, rounded});
    }
    Tensor latents = received.getLast().getStep().getLatents(0);
    assertThat(latents).isEqualTo(Tensors.of(Tensor.Type.TYPE_FLOAT16, ROWS.latents()[0], 1, 2, 2));
    assertThat(latents.getData().size()).isEqualTo(8);
  }

  @Test
  void predict_waitsLongerThanTheTimeout_isNotSilence() {
    onStep =
        (request, to) -> {
          for (int i = 0; i < 4; i++) {
            pause(Duration.ofMillis(300));
            to.onNext(PredictResponse.newBuilder().setWaiting(Waiting.newBuilder()).build());
          }
          to.onNext(prediction(request.getStep().getSequence()));
        };
    AtomicInteger told = new AtomicInteger();
    try (var stream = open()) {
      stream.predict(ROWS, told::incrementAndGet);
    }
    assertThat(told).hasValue(4);
  }

  @Test
  void predict_silence_isTheReplicasFailure() {
    onStep = (request, to) -> {};
    try (var stream = open()) {
      assertFailure(() -> stream.predict(ROWS, () -> {}), Kind.REPLICA, "silent for 1000 ms");
    }
    assertThat(replica.problem()).isNotEmpty();
  }

  @Test
  void predict_answerOfAnotherStep_isOfNoUse() {
    onStep = (request, to) -> to.onNext(prediction(request.getStep().getSequence() + 7));
    try (var stream = open()) {
      assertFailure(
          () -> stream.predict(ROWS, () -> {}),
          Kind.USELESS,
          "step 1 was answered with the prediction of 8");
    }
  }

  @Test
  void predict_denoiserFindsItsNumbersWrong_isOfNoUseLikeOneThatDoesNot() {
    onStep =
        (request, to) ->
            to.onError(
                Statuses.of(
                    Status.Code.FAILED_PRECONDITION, "MODEL_OUTPUT_NOT_FINITE", "row 0 is NaN"));
    try (var stream = open()) {
      assertFailure(() -> stream.predict(ROWS, () -> {}), Kind.USELESS, "row 0 is NaN");
    }
  }

  @Test
  void predict_asTheTrial_closesTheBreakerOnlyWhenAccepted() {
    replica.breaker().blamed();
    while (!replica.problem().isEmpty()) {
      Thread.onSpinWait();
    }
    try (var stream = open()) {
      stream.predict(ROWS, () -> {});
      assertThat(replica.problem()).contains("one call finds out");
      stream.accepted();
      assertThat(replica.problem()).isEmpty();
    }
  }

  @Test
  void predict_refused_isAnAnswerWithItsReason() {
    onStep =
        (request, to) ->
            to.onError(
                Statuses.of(
                    Status.Code.INVALID_ARGUMENT, "SHAPE_REFUSED", "latents: [3] is not [4]"));
    try (var stream = open()) {
      assertThatThrownBy(() -> stream.predict(ROWS, () -> {}))
          .isInstanceOfSatisfying(
              OrchestratorException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.ANSWER);
                assertThat(e.reason()).isEqualTo("SHAPE_REFUSED");
              });
    }
    assertThat(replica.problem()).isEmpty();
  }

  @Test
  void predict_streamEnds_isTheReplicasFailure() {
    onStep = (request, to) -> to.onCompleted();
    try (var stream = open()) {
      assertFailure(() -> stream.predict(ROWS, () -> {}), Kind.REPLICA, "ended the stream");
    }
  }

  @Test
  void predict_tensorThatLies_isOfNoUse() {
    onStep =
        (request, to) -> {
          var lie = prediction(request.getStep().getSequence()).toBuilder();
          lie.getPredictionBuilder().getOutputsBuilder(0).addShape(9);
          to.onNext(lie.build());
        };
    try (var stream = open()) {
      assertFailure(() -> stream.predict(ROWS, () -> {}), Kind.USELESS, "bytes of data");
    }
  }

  @Test
  void open_limitReached_isTheEnvironmentsAndLeavesNoRows() {
    onOpen =
        (request, to) ->
            to.onError(
                Statuses.of(Status.Code.RESOURCE_EXHAUSTED, "STREAMS", "2000 streams are open"));

    assertFailure(this::open, Kind.ENVIRONMENT, "2000 streams");

    assertThat(replica.occupancy().crowd()).isZero();
  }

  private GrpcPredictionStream open() {
    return open(Tensors.of(new float[] {1, 2}, 1, 2));
  }

  private GrpcPredictionStream open(Tensor conditioning) {
    return open(conditioning, Wire.FLOAT32);
  }

  private GrpcPredictionStream open(Tensor conditioning, Wire wire) {
    Map<String, Tensor> one = Map.of("encoder_hidden_states", conditioning);
    return GrpcPredictionStream.open(
        new Entry(replica, replica.breaker().enter().orElseThrow()),
        new Opening(
            "toy",
            "",
            "",
            List.of(one, one),
            List.of(1L, 2L, 2L),
            "ours",
            Priority.PRIORITY_BATCH,
            EXPIRES,
            2),
        SILENCE,
        wire);
  }

  private static void assertFailure(Runnable call, Kind kind, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private static PredictResponse opened() {
    return PredictResponse.newBuilder()
        .setOpened(Opened.newBuilder().setNumericsId("numerics").setModelDigest("digest"))
        .build();
  }

  private static PredictResponse prediction(long sequence) {
    return PredictResponse.newBuilder()
        .setPrediction(
            Prediction.newBuilder()
                .setSequence(sequence)
                .addOutputs(Tensors.of(new float[] {1, 1, 1, 1}, 1, 2, 2))
                .addOutputs(Tensors.of(new float[] {2, 2, 2, 2}, 1, 2, 2)))
        .build();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Scripted extends DenoiserServiceGrpc.DenoiserServiceImplBase {
    @Override
    public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> to) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PredictRequest request) {
          received.add(request);
          switch (request.getMessageCase()) {
            case OPEN -> onOpen.accept(request, to);
            case STEP -> onStep.accept(request, to);
            case CONDITIONING, MESSAGE_NOT_SET -> {}
          }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
      };
    }
  }
}
