package dev.langevin.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.FakeDenoiser;
import dev.langevin.gateway.FakeEncoder;
import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.runtime.grpc.RpcServer;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of whom, over real gRPC. */
class FleetIT {
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

  private Fleet fleet(RpcServer decoders) {
    return new Fleet(address(denoisers), address(encoders), address(decoders), pool -> {});
  }

  private static RpcServer serve(BindableService service) {
    return RpcServer.start("127.0.0.1", 0, Duration.ZERO, service);
  }

  private static List<String> address(RpcServer server) {
    return List.of("127.0.0.1:" + server.port());
  }

  private static String at(RpcServer encoders) {
    return "text encoder 127.0.0.1:" + encoders.port();
  }

  private static String problem(Catalog catalog) {
    return catalog.find("m").orElseThrow().model().getProblem();
  }

  private static final class OldDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {}

  private static final class NewDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
    @Override
    public void describeModels(
        DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> response) {
      ModelState state = ModelState.newBuilder().setName("m").setVersion("1").build();
      response.onNext(DescribeModelsResponse.newBuilder().addModels(state).build());
      response.onCompleted();
    }
  }
}
