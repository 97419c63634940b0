package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything a stream can get wrong, and the limits. */
class RefusalsIT {
  /** What a peer sends, and what it is told. */
  record Case(String name, Consumer<Peer> sends, Status.Code code, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir static Path data;
  private static Fixture fixture;

  @BeforeAll
  static void start() {
    fixture =
        Fixture.start(data, Map.of("LANGEVIN_MAX_STREAMS", "4", "LANGEVIN_MAX_WAITING_ROWS", "20"));
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  static List<Case> cases() {
    return List.of(
        refused("step before open", p -> p.step(good()), "step: open comes first"),
        refused("empty message", p -> p.send(PredictRequest.getDefaultInstance()), "message"),
        refused("open twice", p -> opened(p).open("perrow", 1), "open: the stream is open already"),
        refused(
            "no conditioning", p -> p.open("perrow", 0), "open.conditionings: 0 is not in 1..16"),
        refused(
            "17 conditionings",
            p -> p.open("perrow", 17),
            "open.conditionings: 17 is not in 1..16"),
        refused(
            "tenant",
            p -> p.send(open(Open.newBuilder().setModel("perrow").setTenant("t".repeat(257)))),
            "tenant: 257 characters is not at most 256"),
        new Case(
            "unknown model",
            p -> p.open("dalle", 1),
            Status.Code.NOT_FOUND,
            "model: dalle is not one of equal@1.0, half@1.0, integer@1.0,"),
        chunk("index", c -> c.setConditioning(2), "conditioning: 2 is not in 0..1"),
        chunk("input", c -> c.setInput("text"), "input: text is not one of encoder_hidden_states"),
        chunk("the sample", c -> c.setInput("sample"), "input: sample is not one of"),
        chunk(
            "type",
            c -> c.setType(Tensor.Type.TYPE_INT64),
            "encoder_hidden_states: type: TYPE_INT64 is not FLOAT or FLOAT16 for the network's FLOAT"),
        chunk(
            "width",
            c -> c.clearShape().addShape(5).addShape(7),
            "shape: [5, 7] is not of shape [*, 6]"),
        chunk("rank", c -> c.addShape(1), "shape: [5, 6, 1] is not of shape [*, 6]"),
        chunk("extent", c -> c.setShape(0, -5), "shape: [-5, 6] is not of shape [*, 6]"),
        chunk("huge", c -> c.setShape(0, Long.MAX_VALUE), "more than 2^31 elements"),
        chunk(
            "too many bytes",
            c -> c.setData(c.getData().concat(ByteString.copyFromUtf8("1234"))),
            "4 bytes more than shape [5, 6] takes"),
        refused(
            "large chunk",
            p -> opened(p).conditioning(large()),
            "chunk: 1048577 is not at most 1048576 bytes"),
        refused(
            "changed shape",
            p -> {
              ConditioningChunk.Builder half = Peer.chunk(0, 5).setData(ByteString.EMPTY);
              opened(p).conditioning(half.build()).conditioning(half.setShape(0, 4).build());
            },
            "shape: [4, 6] is not the first chunk's [5, 6]"),
        refused(
            "changed type",
            p -> {
              ConditioningChunk.Builder half = Peer.chunk(0, 5).setData(ByteString.EMPTY);
              opened(p)
                  .conditioning(half.build())
                  .conditioning(half.setType(Tensor.Type.TYPE_FLOAT16).build());
            },
            "type: TYPE_FLOAT16 is not the first chunk's FLOAT"),
        refused(
            "missing tensor",
            p -> opened(p).conditioning(0, 5).step(good()),
            "conditioning 1: encoder_hidden_states: missing"),
        refused(
            "missing bytes",
            p -> {
              ConditioningChunk.Builder half = Peer.chunk(0, 5).setData(ByteString.EMPTY);
              opened(p).conditioning(half.build()).conditioning(1, 5).step(good());
            },
            "conditioning 0: encoder_hidden_states: 120 bytes of shape [5, 6] are missing"),
        refused(
            "late conditioning",
            p -> ready(p).step(good()).conditioning(0, 5),
            "all of them come before the first step"),
        step(
            "deadline slack",
            s -> s.setDeadlineSlack(Duration.newBuilder().setSeconds(Long.MIN_VALUE)),
            "deadline_slack: -9223372036854775808 s is not in -315360000..315360000"),
        step("no latent", s -> s.clearLatents(), "latents: 0 is not in 1..256"),
        step("no row", s -> s.clearRows(), "rows: 0 is not in 1..256"),
        step(
            "latent index",
            s -> s.getRowsBuilder(1).setLatent(1),
            "rows[1].latent: 1 is not in 0..0"),
        step(
            "conditioning index",
            s -> s.getRowsBuilder(0).setConditioning(-1),
            "rows[0].conditioning: 4294967295 is not in 0..1"),
        step(
            "time",
            s -> s.getRowsBuilder(0).setTime(Double.NaN),
            "rows[0].time: NaN is not finite"),
        step(
            "latent type",
            s -> s.getLatentsBuilder(0).setType(Tensor.Type.TYPE_INT64),
            "latents[0]: type: TYPE_INT64 is not FLOAT or FLOAT16 for the network's FLOAT"),
        step(
            "latent types",
            s ->
                s.addLatents(Peer.latent(2)).getLatentsBuilder(1).setType(Tensor.Type.TYPE_FLOAT16),
            "latents[1]: type: TYPE_FLOAT16 is not the first one's TYPE_FLOAT"),
        step(
            "latent type and bytes",
            s -> s.getLatentsBuilder(0).setType(Tensor.Type.TYPE_FLOAT16),
            "latents[0]: 1024 bytes of data are not the 512"),
        step(
            "latent elements",
            s -> s.setLatents(0, Tensors.of(filled(Float.POSITIVE_INFINITY), 4, 8, 8)),
            "latents[0]: it holds NaN or infinity in the network's FLOAT"),
        step(
            "latent channels",
            s -> s.setLatents(0, Tensors.of(new float[3 * 64], 3, 8, 8)),
            "latents[0]: shape: [3, 8, 8] is not of shape [4, 8, *]"),
        step(
            "latent bytes",
            s -> s.getLatentsBuilder(0).setData(ByteString.EMPTY),
            "latents[0]: 0 bytes of data are not the 1024"),
        refused(
            "sequence",
            p -> ready(p).step(Peer.guided(3, 1, 1).build()).step(Peer.guided(3, 1, 1).build()),
            "sequence: 3 is not more than the last one, 3"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_refuses(Case refused) {
    Peer peer = Peer.connect(fixture.channel());
    refused.sends().accept(peer);
    StatusRuntimeException failure = peer.failure();
    assertThat(failure.getStatus().getCode()).isEqualTo(refused.code());
    assertThat(failure.getStatus().getDescription()).contains(refused.message());
    assertNothingIsLeft();
  }

  @Test
  void predict_ofMoreStreamsThanAllowed_isRefused() {
    List<Peer> peers = List.of(open(), open(), open(), open());
    assertRefused(Peer.connect(fixture.channel()).failure(), "LANGEVIN_MAX_STREAMS", "4");
    peers.forEach(Peer::cancel);
    assertNothingIsLeft();
    open().cancel();
    assertNothingIsLeft();
  }

  @Test
  void predict_ofMoreWaitingRowsThanAllowed_isRefused() {
    Peer first = open();
    Peer second = open();
    fixture.whileBusy(
        () -> {
          for (int i = 1; i <= 3; i++) {
            first.step(rows(i, 6));
          }
          fixture.awaitWaitingRows(18);
          second.step(rows(1, 3));
          assertRefused(second.failure(), "LANGEVIN_MAX_WAITING_ROWS", "20");
        });
    for (int i = 1; i <= 3; i++) {
      assertThat(first.outputs()).hasSize(6);
    }
    first.cancel();
    assertNothingIsLeft();
  }

  @Test
  void predict_ofMoreStepsInFlightThanAllowed_isRefused() {
    Peer peer = open();
    fixture.whileBusy(
        () -> {
          for (int i = 1; i <= 5; i++) {
            peer.step(rows(i, 1));
          }
          assertRefused(peer.failure(), "steps in flight", "4");
          fixture.awaitWaitingRows(0);
        });
    assertNothingIsLeft();
  }

  @Test
  void predict_ofMoreConditioningThanAllowed_isRefused(@TempDir Path other) {
    Map<String, String> settings = Map.of("LANGEVIN_MAX_CONDITIONING_BYTES", "1048576");
    try (Fixture small = Fixture.start(other, settings)) {
      ConditioningChunk.Builder half =
          Peer.chunk(0, 5).setShape(0, 30_000).setData(ByteString.EMPTY);
      Peer peer = Peer.connect(small.channel()).open("perrow", 2).conditioning(half.build());
      peer.conditioning(half.setConditioning(1).build());
      assertRefused(peer.failure(), "LANGEVIN_MAX_CONDITIONING_BYTES", "1048576");
      Fixture.await(() -> small.denoiser().admission().conditioningBytes() == 0);
    }
  }

  @Test
  void predict_withoutAStepForTooLong_isEnded(@TempDir Path other) {
    try (Fixture hasty = Fixture.start(other, Map.of("LANGEVIN_STREAM_IDLE", "1s"))) {
      StatusRuntimeException failure = hasty.open("perrow").failure();
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(failure.getStatus().getDescription()).contains("LANGEVIN_STREAM_IDLE");
    }
  }

  private static void assertRefused(StatusRuntimeException failure, String limit, String value) {
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure.getStatus().getDescription()).contains(limit, value);
    assertThat(Statuses.reason(failure)).endsWith("_LIMIT");
  }

  private static void assertNothingIsLeft() {
    Fixture.await(
        () ->
            fixture.denoiser().admission().streams() == 0
                && fixture.denoiser().admission().waitingRows() == 0
                && fixture.denoiser().admission().conditioningBytes() == 0);
  }

  private static PredictRequest open(Open.Builder open) {
    return PredictRequest.newBuilder().setOpen(open).build();
  }

  private static Case refused(String name, Consumer<Peer> sends, String message) {
    return new Case(name, sends, Status.Code.INVALID_ARGUMENT, message);
  }

  private static Case chunk(String what, Consumer<ConditioningChunk.Builder> edit, String message) {
    ConditioningChunk.Builder chunk = Peer.chunk(0, 5);
    edit.accept(chunk);
    return refused("chunk: " + what, p -> opened(p).conditioning(chunk.build()), message);
  }

  private static Case step(String what, Consumer<Step.Builder> edit, String message) {
    Step.Builder step = Peer.guided(1, 1, 1);
    edit.accept(step);
    return refused("step: " + what, p -> ready(p).step(step.build()), message);
  }

  private static float[] filled(float value) {
    float[] filled = new float[4 * 8 * 8];
    Arrays.fill(filled, value);
    return filled;
  }

  private static Step good() {
    return Peer.guided(1, 1, 1).build();
  }

  private static Step rows(long sequence, int count) {
    Step.Builder step = Step.newBuilder().setSequence(sequence).addLatents(Peer.latent(1));
    for (int i = 0; i < count; i++) {
      step.addRowsBuilder().setTime(i);
    }
    return step.build();
  }

  private static ConditioningChunk large() {
    return Peer.chunk(0, 5).setData(ByteString.copyFrom(new byte[(1 << 20) + 1])).build();
  }

  private static Peer open() {
    return fixture.open("perrow");
  }

  private static Peer opened(Peer peer) {
    peer.open("perrow", 2).expect(MessageCase.OPENED);
    return peer;
  }

  private static Peer ready(Peer peer) {
    return opened(peer).conditioning(0, 5).conditioning(1, 5);
  }
}
