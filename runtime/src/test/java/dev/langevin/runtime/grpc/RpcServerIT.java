package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.runtime.config.ConfigurationException;
import io.grpc.ManagedChannel;
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

class RpcServerIT {
  private RpcServer server;
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
    server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, new Refusing());
    channel = Channels.open("127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() {
    Channels.close(channel);
    server.close();
  }

  @Test
  void start_onAnyPort_servesHealth() {
    assertThat(server.port()).isPositive();
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void drain_tellsThatItIsNotServing_andStillTakesCalls() {
    server.drain();

    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(Statuses.reason(decode(channel))).isEqualTo("STORE_FULL");
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
    RpcServer direct = RpcServer.startDirect("127.0.0.1", 0, Duration.ZERO, new Refusing());
    ManagedChannel other = Channels.open("127.0.0.1:" + direct.port());
    assertThat(decode(other).getStatus().getDescription()).isEqualTo("platform");
    Channels.close(other);
    direct.close();
  }

  @Test
  void start_inProcess_isReachedByThisProcessUntilItCloses() {
    RpcServer near = RpcServer.start(InProcess.HOST, 0, Duration.ZERO, new Refusing());
    RpcServer bare = RpcServer.start(InProcess.HOST, 0, Duration.ZERO);
    ManagedChannel toNear = Channels.open(InProcess.HOST + ":" + near.port());
    ManagedChannel toBare = Channels.open(InProcess.HOST + ":" + bare.port());

    assertThat(Statuses.reason(decode(toNear))).isEqualTo("STORE_FULL");
    assertThat(decode(toBare).getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    near.close();
    assertThat(decode(toNear).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

    Channels.close(toNear);
    Channels.close(toBare);
    bare.close();
  }

  @Test
  void start_onAPortInUse_isRefused() {
    int port = server.port();
    assertThatThrownBy(() -> RpcServer.start("127.0.0.1", port, Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "LANGEVIN_PORT: can't listen on 127.0.0.1:%d: the port is in use by another program"
                .formatted(port));
  }

  @Test
  void start_onAnUnknownHost_isRefused() {
    assertThatThrownBy(() -> RpcServer.start("no.such.host.invalid", 0, Duration.ZERO))
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
