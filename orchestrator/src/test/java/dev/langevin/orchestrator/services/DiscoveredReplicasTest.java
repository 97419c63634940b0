package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.discovery.Discovery;
import dev.langevin.runtime.discovery.FakeNames;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Replicas of a name whose addresses a test decides on. */
class DiscoveredReplicasTest {
  private static final Duration OFTEN = Duration.ofMillis(5);

  private final FakeNames names = new FakeNames();
  private final Set<String> probed = ConcurrentHashMap.newKeySet();

  @Test
  void pick_nameOfTwo_eachIsPicked() throws Exception {
    names.set("denoiser", "127.0.0.1", "127.0.0.2");
    try (Discovery discovery = discovery();
        Replicas replicas = replicas(discovery)) {
      awaitWell(replicas, 2);

      assertThat(replicas.all())
          .extracting(Replica::name)
          .containsExactly("denoiser/127.0.0.1:1", "denoiser/127.0.0.2:1");
      assertThat(probed).hasSize(2);
    }
  }

  @Test
  void pick_oneVanishes_isPickedNoMoreAndKeepsItsCalls() throws Exception {
    names.set("denoiser", "127.0.0.1", "127.0.0.2");
    try (Discovery discovery = discovery();
        Replicas replicas = replicas(discovery)) {
      awaitWell(replicas, 2);
      Replica first = replicas.all().getFirst();
      Entry running = replicas.pick(first::equals, Set.of());
      names.set("denoiser", "127.0.0.2", "127.0.0.3");
      awaitNames(replicas, "denoiser/127.0.0.2:1", "denoiser/127.0.0.3:1");
      awaitWell(replicas, 2);

      for (int i = 0; i < 50; i++) {
        assertThat(replicas.pick(r -> true, Set.of()).name()).isNotEqualTo(first.name());
      }
      assertThat(first.channel().isShutdown()).isFalse();
      running.pass().answered();
      running.close();
    }
  }

  @Test
  void pick_replicaThatStays_isTheSameAsBefore() throws Exception {
    names.set("denoiser", "127.0.0.1");
    try (Discovery discovery = discovery();
        Replicas replicas = replicas(discovery)) {
      awaitWell(replicas, 1);
      Replica first = replicas.all().getFirst();
      names.set("denoiser", "127.0.0.2", "127.0.0.1");
      awaitNames(replicas, "denoiser/127.0.0.1:1", "denoiser/127.0.0.2:1");

      assertThat(replicas.all().getFirst()).isSameAs(first);
    }
  }

  @Test
  void pick_nameIsUnknown_saysSoAndWaitsForIt() throws Exception {
    try (Discovery discovery = discovery();
        Replicas replicas = replicas(discovery)) {
      while (!discovery.problem().equals("denoiser has no address")) {
        Thread.onSpinWait();
      }
      assertThat(replicas.missing()).contains("no denoiser can be asked: denoiser has no address");
      assertThatThrownBy(() -> replicas.pick(r -> true, Set.of()))
          .isInstanceOf(OrchestratorException.class)
          .hasMessage("no denoiser can be asked: denoiser has no address");
      names.set("denoiser", "127.0.0.1");
      awaitWell(replicas, 1);
      assertThat(replicas.missing()).isEmpty();
    }
  }

  private Discovery discovery() {
    return Discovery.start(List.of("denoiser:1"), names, OFTEN);
  }

  private Replicas replicas(Discovery discovery) {
    return new Replicas(
        "denoiser", new Peers(discovery, Transport.PLAIN), replica -> probed.add(replica.name()));
  }

  private static void awaitWell(Replicas replicas, int count) {
    while (replicas.all().stream().filter(r -> r.problem().isEmpty()).count() < count) {
      Thread.onSpinWait();
    }
  }

  private static void awaitNames(Replicas replicas, String... expected) {
    while (!replicas.all().stream().map(Replica::name).toList().equals(List.of(expected))) {
      Thread.onSpinWait();
    }
  }
}
