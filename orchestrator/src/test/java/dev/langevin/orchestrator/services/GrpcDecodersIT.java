package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.Tries;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.Artifact;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two decoders, of which one does what a test says. */
class GrpcDecodersIT {
  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final DecodeRequest REQUEST =
      DecodeRequest.newBuilder().setGenerationId("g1").setIndex(2).build();

  private static final StoreFilmStripRequest STRIP =
      StoreFilmStripRequest.newBuilder().setGenerationId("g1").setIndex(1).build();

  private final Scripted odd = new Scripted();
  private final Scripted well = new Scripted();
  private final GrpcDecoders decoders =
      new GrpcDecoders(List.of(odd.address(), well.address()), DEADLINE, DEADLINE);

  @AfterEach
  void stop() {
    decoders.close();
    odd.server.close();
    well.server.close();
  }

  @Test
  void decode_oneNeverAnswers_costsItsDeadlineAndThenTheOtherIsAsked() {
    odd.script = to -> {};
    for (int i = 0; i < 20; i++) {
      long since = System.nanoTime();
      assertThat(decode().getArtifact().getIndex()).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(3));
    }
    assertThat(odd.calls.get()).isBetween(1, 10);
    assertThat(well.calls).hasValue(20);
  }

  @Test
  void decode_oneAnswersWithAnotherGenerationsArtifact_theOtherIsAskedAndItRests() {
    odd.script = to -> answer(to, "g2", 2);
    for (int i = 0; i < 50; i++) {
      assertThat(decode().getArtifact().getName()).startsWith("g1/2-");
    }
    assertThat(odd.calls.get()).isBetween(1, 20);
    assertThat(well.calls).hasValue(50);
  }

  @Test
  void decode_bothAnswerWithNothing_isTheJobs() {
    odd.script = to -> answer(to, "", 0);
    well.script = odd.script;
    assertThatThrownBy(this::decode)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.JOB);
              assertThat(e.reason()).isEqualTo("ARTIFACT_MISFIT");
            });
    assertThat(odd.calls.get() + well.calls.get()).isEqualTo(2);
  }

  @Test
  void decode_oneAloneAnswersWithNothing_costsTheAttempt() {
    odd.script = to -> answer(to, "", 0);
    try (GrpcDecoders alone = new GrpcDecoders(List.of(odd.address()), DEADLINE, DEADLINE)) {
      assertThatThrownBy(() -> decode(alone))
          .isInstanceOfSatisfying(
              OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ATTEMPT))
          .hasMessageContaining("no other replica could be asked");
      assertThat(odd.calls).hasValue(2);
    }
  }

  @Test
  void decode_oneStops_theOtherIsAsked() {
    odd.script =
        to ->
            to.onError(Statuses.of(Status.Code.UNAVAILABLE, "DECODER_STOPPING", "it is stopping"));
    for (int i = 0; i < 20; i++) {
      decode();
    }
    assertThat(well.calls).hasValue(20);
  }

  @Test
  void decode_storesAreFullForAWhile_waitsUntilThereIsRoom() {
    AtomicInteger full = new AtomicInteger(6);
    Consumer<StreamObserver<DecodeResponse>> script =
        to -> {
          if (full.getAndDecrement() > 0) {
            to.onError(
                Statuses.of(Status.Code.RESOURCE_EXHAUSTED, "STORE_FULL", "/artifacts is full"));
          } else {
            answer(to, "g1", 2);
          }
        };
    odd.script = script;
    well.script = script;

    assertThat(decode().getArtifact().getIndex()).isEqualTo(2);
    assertThat(odd.calls.get() + well.calls.get()).isEqualTo(7);
  }

  @Test
  void preview_fails_isSaidAndPicturesAreStillDecodedThere() {
    try (GrpcDecoders alone = new GrpcDecoders(List.of(odd.address()), DEADLINE, DEADLINE)) {
      decode(alone);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> alone.preview(PreviewRequest.getDefaultInstance()))
            .isInstanceOfSatisfying(
                OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT))
            .hasMessageContaining("decoder " + odd.address() + " makes no preview: UNIMPLEMENTED");
        assertThat(alone.decode(REQUEST, Set.of()).getArtifact().getIndex()).isEqualTo(2);
      }
    }
  }

  @Test
  void filmStrip_oneFails_theOtherIsAskedOnce() {
    awaitBoth();
    odd.film = to -> to.onError(Status.UNAVAILABLE.asRuntimeException());
    for (int i = 0; i < 20; i++) {
      assertThat(decoders.filmStrip(STRIP).getArtifact().getName()).startsWith("g1/1-");
    }
    well.film = odd.film;
    int before = odd.films.get() + well.films.get();
    assertThatThrownBy(() -> decoders.filmStrip(STRIP))
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT))
        .hasMessageContaining("stores no film strip: UNAVAILABLE");
    assertThat(odd.films.get() + well.films.get()).isEqualTo(before + 2);
  }

  @Test
  void filmStrip_oneAnswersWithAnotherGenerations_theOtherIsAsked() {
    awaitBoth();
    odd.film = to -> answerFilm(to, "g2");
    for (int i = 0; i < 20; i++) {
      assertThat(decoders.filmStrip(STRIP).getArtifact().getName()).startsWith("g1/1-");
    }
    assertThat(well.films).hasValue(20);
  }

  @Test
  void filmStrip_oneNeverAnswers_theOtherHasTimeToo() {
    odd.film = to -> {};
    Duration some = DEADLINE.multipliedBy(10);
    try (GrpcDecoders both =
        new GrpcDecoders(List.of(odd.address(), well.address()), some, DEADLINE)) {
      awaitBoth(both);
      while (odd.films.get() == 0) {
        assertThat(both.filmStrip(STRIP).getArtifact().getName()).startsWith("g1/1-");
      }
    }
    assertThat(well.films.get()).isPositive();
  }

  @Test
  void filmStrip_neverAnswers_takesNoLongerThanACallMay() {
    awaitBoth();
    odd.film = to -> {};
    well.film = odd.film;
    long since = System.nanoTime();
    assertThatThrownBy(() -> decoders.filmStrip(STRIP)).hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(DEADLINE.plusSeconds(2));
  }

  private void awaitBoth() {
    awaitBoth(decoders);
  }

  private void awaitBoth(GrpcDecoders from) {
    while (odd.calls.get() == 0 || well.calls.get() == 0) {
      decode(from);
    }
  }

  private static void answerFilm(StreamObserver<StoreFilmStripResponse> to, String id) {
    to.onNext(
        StoreFilmStripResponse.newBuilder()
            .setArtifact(
                Artifact.newBuilder()
                    .setName(id + "/1-" + "0b".repeat(32))
                    .setSha256("0b".repeat(32))
                    .setIndex(1)
                    .setSizeBytes(5))
            .build());
    to.onCompleted();
  }

  private DecodeResponse decode() {
    return decode(decoders);
  }

  private static DecodeResponse decode(GrpcDecoders from) {
    return Tries.until(
        "decoder",
        Duration.ofSeconds(30),
        () -> {},
        (Set<String> avoid) -> from.decode(REQUEST, avoid));
  }

  private static void answer(StreamObserver<DecodeResponse> to, String id, int index) {
    String sha256 = "0a".repeat(32);
    to.onNext(
        DecodeResponse.newBuilder()
            .setArtifact(
                Artifact.newBuilder()
                    .setName(id + "/" + index + "-" + sha256)
                    .setSha256(sha256)
                    .setIndex(index)
                    .setSizeBytes(5))
            .build());
    to.onCompleted();
  }

  private static final class Scripted extends DecoderServiceGrpc.DecoderServiceImplBase {
    final AtomicInteger calls = new AtomicInteger();
    final RpcServer server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, this);
    volatile Consumer<StreamObserver<DecodeResponse>> script = to -> answer(to, "g1", 2);

    String address() {
      return "127.0.0.1:" + server.port();
    }

    final AtomicInteger films = new AtomicInteger();
    volatile Consumer<StreamObserver<StoreFilmStripResponse>> film = to -> answerFilm(to, "g1");

    @Override
    public void storeFilmStrip(
        StoreFilmStripRequest request, StreamObserver<StoreFilmStripResponse> to) {
      films.incrementAndGet();
      film.accept(to);
    }

    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> to) {
      calls.incrementAndGet();
      script.accept(to);
    }
  }
}
