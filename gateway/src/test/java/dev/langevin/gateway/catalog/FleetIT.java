package dev.langevin.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.langevin.gateway.FakeDenoiser;
import dev.langevin.gateway.FakeEncoder;
import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.runtime.discovery.Discovery;
import dev.langevin.runtime.discovery.FakeNames;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of whom, over real gRPC. */
class FleetIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  private final FakeEncoder encoder = new FakeEncoder("m");
  private final RpcServer denoisers = serve(new FakeDenoiser(FakeDenoiser.model("m")));
  private final RpcServer encoders = serve(encoder);

  @AfterEach
  void stop() {
    denoisers.close();
    encoders.close();
  }

  @Test
  void scanned_allThere_scansAndReportsWhatOthersFind() {
    try (RpcServer decoders = serve(new NewDecoder());
        Fleet fleet = fleet(decoders)) {
      assertThat(problem(fleet.scanned())).isEmpty();
      encoder.breaks("vocab.json: odd");
      assertThat(problem(fleet.scanned())).isEqualTo(at(encoders) + ": vocab.json: odd");
      assertThat(encoder.scans()).isEqualTo(2);
    }
  }

  @Test
  void scanned_oneIsAway_isUnavailableAndNamesIt() {
    try (RpcServer decoders = serve(new NewDecoder());
        Fleet fleet = fleet(decoders)) {
      fleet.scanned();
      String away = at(encoders);
      encoders.close();
      assertThatThrownBy(fleet::scanned)
          .isInstanceOfSatisfying(
              GatewayException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE))
          .hasMessageContaining(away + ": UNAVAILABLE");
      assertThat(problem(fleet.now())).isEmpty();
    }
  }

  @Test
  void refreshed_oldDecoder_takesNoModelAway() {
    try (RpcServer decoders = serve(new OldDecoder());
        Fleet fleet = fleet(decoders)) {
      assertThat(problem(fleet.refreshed())).isEmpty();
      assertThatThrownBy(fleet::scanned)
          .hasMessageContaining("decoder 127.0.0.1:" + decoders.port() + ": UNIMPLEMENTED");
    }
  }

  @Test
  void members_afterAnAnswer_wereSeenByTheClock() {
    try (RpcServer decoders = serve(new NewDecoder());
        Fleet fleet = fleet(decoders)) {
      fleet.scanned();
      assertThat(fleet.members())
          .hasSize(3)
          .extracting(Member::seen)
          .containsOnly(Optional.of(CLOCK.instant()));
    }
  }

  /** A scan may take a minute; who wants to know how busy all are does not wait for it. */
  @Test
  void listen_whileOneScans_doesNotWaitForIt() throws Exception {
    SlowDecoder slow = new SlowDecoder();
    try (RpcServer decoders = serve(slow);
        Fleet fleet = fleet(decoders)) {
      Thread scan = Thread.startVirtualThread(fleet::scanned);
      slow.asked.await();
      assertTimeoutPreemptively(Duration.ofSeconds(20), fleet::listen);
      assertThat(scan.isAlive()).isTrue();
      slow.goOn.countDown();
      scan.join();
    }
  }

  @Test
  void members_ofAName_areTheAddressesThatItHasNow() throws Exception {
    FakeNames names = new FakeNames();
    names.set("decoder", "127.0.0.1");
    try (RpcServer decoders = serve(new NewDecoder());
        Discovery discovery =
            Discovery.start(List.of("decoder:" + decoders.port()), names, Duration.ofMillis(10));
        Fleet fleet =
            new Fleet(
                address(denoisers),
                address(encoders),
                new Peers(discovery, Transport.PLAIN),
                pool -> {},
                CLOCK)) {
      String first = "decoder/127.0.0.1:" + decoders.port();
      String second = "decoder/127.0.0.9:" + decoders.port();
      awaitDecoders(fleet, first);
      names.set("decoder", "127.0.0.1", "127.0.0.9");
      awaitDecoders(fleet, first, second);
      assertThatThrownBy(fleet::scanned).hasMessageContaining(second + ": UNAVAILABLE");
      assertThat(problem(fleet.now())).isEmpty();
      names.set("decoder", "127.0.0.9");
      awaitDecoders(fleet, second);
      names.set("decoder");
      while (discovery.problem().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(fleet::scanned).hasMessageContaining("decoder: decoder has no address");
    }
  }

  private static void awaitDecoders(Fleet fleet, String... names) {
    while (!fleet.members().stream()
        .filter(member -> member.service() == Member.Service.DECODER)
        .map(Member::address)
        .toList()
        .equals(List.of(names))) {
      Thread.onSpinWait();
    }
  }

  private Fleet fleet(RpcServer decoders) {
    return new Fleet(address(denoisers), address(encoders), address(decoders), pool -> {}, CLOCK);
  }

  private static RpcServer serve(BindableService service) {
    return RpcServer.start("127.0.0.1", 0, Duration.ZERO, service);
  }

  private static Peers address(RpcServer server) {
    return Peers.plain(List.of("127.0.0.1:" + server.port()));
  }

  private static String at(RpcServer encoders) {
    return "text encoder 127.0.0.1:" + encoders.port();
  }

  private static String problem(Catalog catalog) {
    return catalog.find("m").orElseThrow().model().getProblem();
  }

  private static final class OldDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {}

  private static class NewDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
    @Override
    public void describeModels(
        DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> response) {
      ModelState state = ModelState.newBuilder().setName("m").setVersion("1").build();
      response.onNext(DescribeModelsResponse.newBuilder().addModels(state).build());
      response.onCompleted();
    }
  }

  /** Looks at its directory for as long as it is told to. */
  private static final class SlowDecoder extends NewDecoder {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void describeModels(
        DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> response) {
      if (request.getScan()) {
        asked.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      super.describeModels(request, response);
    }
  }
}
