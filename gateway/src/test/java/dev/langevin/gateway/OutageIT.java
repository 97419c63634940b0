package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListModelsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {
  @TempDir Path directory;

  @Test
  void kafkaAway_isUnavailableInBoundedTimeAndComesBack() throws Exception {
    try (TestFleet fleet = new TestFleet(directory)) {
      GenerationServiceBlockingStub client = fleet.client(fleet.gateway());
      Generation before = create(client);
      fleet.broker.down();
      long start = System.nanoTime();
      assertUnavailable(() -> create(client), "LOG_UNAVAILABLE");
      assertUnavailable(() -> get(client, before.getId()), "LOG_UNAVAILABLE");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
      fleet.broker.up();
      assertThat(retry(() -> get(client, before.getId()))).isEqualTo(before);
      assertThat(retry(() -> create(client))).isNotNull();
    }
  }

  @Test
  void nobodyThere_startsAndSaysSo() {
    try (Gateway gateway = withNobody(0)) {
      ManagedChannel channel = Channels.open("127.0.0.1:" + gateway.port());
      GenerationServiceBlockingStub client = GenerationServiceGrpc.newBlockingStub(channel);
      assertUnavailable(
          () -> client.listModels(ListModelsRequest.getDefaultInstance()), "NO_MODELS");
      assertUnavailable(() -> create(client), "NO_MODELS");
      assertThat(gateway.ready()).isFalse();
      assertThatThrownBy(() -> withNobody(gateway.port()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("127.0.0.1:" + gateway.port());
      Channels.close(channel);
    }
  }

  private static Gateway withNobody(int port) {
    Map<String, String> settings = new HashMap<>();
    for (String key : List.of("KAFKA", "DENOISERS", "ENCODERS", "DECODERS")) {
      settings.put("LANGEVIN_" + key, "127.0.0.1:1");
    }
    settings.put("LANGEVIN_PORT", Integer.toString(port));
    return Gateway.start(GatewayConfig.fromEnvironment(Environment.of(settings)));
  }

  private interface Attempt {
    Generation run();
  }

  private static Generation retry(Attempt attempt) {
    StatusRuntimeException last = null;
    for (int i = 0; i < 10; i++) {
      try {
        return attempt.run();
      } catch (StatusRuntimeException e) {
        last = e;
      }
    }
    throw new AssertionError("still away", last);
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
            });
  }

  private static Generation get(GenerationServiceBlockingStub client, String id) {
    return client
        .getGeneration(GetGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }

  private static Generation create(GenerationServiceBlockingStub client) {
    return client
        .createGeneration(
            CreateGenerationRequest.newBuilder()
                .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                .build())
        .getGeneration();
  }
}
