package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.RpcServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decoders that have a store each, or one together. */
class SharedStoreIT {
  private final FakeDecoder first = new FakeDecoder();
  private final FakeDecoder second = new FakeDecoder();
  private RpcServer firstServer;
  private RpcServer secondServer;
  private Artifacts artifacts;

  @BeforeEach
  void start() throws IOException {
    firstServer = RpcServer.start("127.0.0.1", 0, Duration.ZERO, first);
    secondServer = RpcServer.start("127.0.0.1", 0, Duration.ZERO, second);
    Peers decoders =
        Peers.plain(List.of("127.0.0.1:" + firstServer.port(), "127.0.0.1:" + secondServer.port()));
    artifacts = new Artifacts(decoders, null, Duration.ZERO);
  }

  @AfterEach
  void stop() {
    artifacts.close();
    firstServer.close();
    secondServer.close();
  }

  @Test
  void sweep_aStoreEach_asksAll() {
    artifacts.sweep("job");

    assertThat(first.deletions).hasValue(1);
    assertThat(second.deletions).hasValue(1);
  }

  @Test
  void sweep_aStoreEachAndOneIsAway_isNotDone() {
    first.refusals.set(1);

    assertThatThrownBy(() -> artifacts.sweep("job")).isInstanceOf(GatewayException.class);
    assertThat(second.deletions).hasValue(1);
  }

  @Test
  void sweep_sharedStore_asksOne() {
    first.shared = true;
    second.shared = true;
    artifacts.sweep("job");

    assertThat(first.deletions.get() + second.deletions.get()).isEqualTo(1);
  }

  @Test
  void sweep_sharedStoreAndOneIsAway_isDoneByTheOther() {
    first.shared = true;
    second.shared = true;
    first.refusals.set(1);

    assertThatCode(() -> artifacts.sweep("job")).doesNotThrowAnyException();
    assertThat(first.deletions.get() + second.deletions.get()).isEqualTo(1);
  }
}
