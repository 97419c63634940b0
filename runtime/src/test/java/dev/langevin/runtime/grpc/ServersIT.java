package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.runtime.config.ConfigurationException;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServersIT {
  private Server server;
  private ManagedChannel channel;

  /** Refuses everything, and says where it runs. */
  private static final class Refusing extends DecoderServiceGrpc.DecoderServiceImplBase {
    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
      String thread = Thread.currentThread().isVirtual() ? "virtual" : "platform";
      responses.onError(Statuses.of(Status.Code.RESOURCE_EXHAUSTED, "STORE_FULL", thread));
    }
  }

  @BeforeEach
  void start() {
    server = Servers.start("127.0.0.1", 0, new Refusing());
    channel = Channels.open("127.0.0.1:" + server.getPort());
  }

  @AfterEach
  void stop() {
    Channels.close(channel);
    Servers.stop(server, Duration.ofSeconds(1));
  }

  @Test
  void start_onAnyPort_servesHealth() {
    assertThat(server.getPort()).isPositive();
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void call_thatFails_carriesItsReason() {
    StatusRuntimeException failure = decode(channel);
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure.getStatus().getDescription()).isEqualTo("virtual");
    assertThat(Statuses.reason(failure)).isEqualTo("STORE_FULL");
    assertThat(Statuses.reason(new IllegalStateException())).isEmpty();
    assertThat(Statuses.reason(Status.ABORTED.asException())).isEmpty();
  }

  @Test
  void startDirect_runsCallsWhereTheyAreRead() {
    Server direct = Servers.startDirect("127.0.0.1", 0, new Refusing());
    ManagedChannel other = Channels.open("127.0.0.1:" + direct.getPort());
    assertThat(decode(other).getStatus().getDescription()).isEqualTo("platform");
    Channels.close(other);
    Servers.stop(direct, Duration.ofSeconds(1));
  }

  @Test
  void start_onAPortInUse_isRefused() {
    int port = server.getPort();
    assertThatThrownBy(() -> Servers.start("127.0.0.1", port))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "LANGEVIN_PORT: can't listen on 127.0.0.1:%d: the port is in use by another program"
                .formatted(port));
  }

  @Test
  void start_onAnUnknownHost_isRefused() {
    assertThatThrownBy(() -> Servers.start("no.such.host.invalid", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("LANGEVIN_HOST: no.such.host.invalid is not a known host");
  }

  private static StatusRuntimeException decode(ManagedChannel channel) {
    try {
      DecoderServiceGrpc.newBlockingStub(channel).decode(DecodeRequest.getDefaultInstance());
      throw new AssertionError("not refused");
    } catch (StatusRuntimeException e) {
      return e;
    }
  }
}
