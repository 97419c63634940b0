package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.Load;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.runtime.grpc.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicasTest {
  private static final List<String> TWO = List.of("127.0.0.1:1", "127.0.0.1:2");

  @Test
  void pick_twoReplicas_theLessCrowded() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      Replica crowded = replicas.all().getFirst();
      crowded.reported(load(30, 8));
      replicas.all().getLast().reported(load(5, 8));

      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");
    }
  }

  @Test
  void pick_unequalDevices_countsBatchesNotRows() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.all().getFirst().reported(load(30, 32));
      replicas.all().getLast().reported(load(5, 2));

      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:1");
    }
  }

  @Test
  void pick_reportIsOld_ownRowsInFlightCount() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.all().forEach(r -> r.reported(load(0, 1)));
      replicas.all().getFirst().enter(2);

      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");

      replicas.all().getFirst().leave(2);
      replicas.all().getLast().enter(1);
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:1");
    }
  }

  @Test
  void pick_avoided_onlyIfThereIsNoOther() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      assertThat(picks(replicas, Set.of("127.0.0.1:1"))).containsOnly("127.0.0.1:2");
      assertThat(picks(replicas, Set.copyOf(TWO))).isNotEmpty();
    }
  }

  @Test
  void pick_allButTheAvoidedAreAway_waitsForThem() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.all().getLast().dead("connection refused");
      assertThatThrownBy(() -> replicas.pick(r -> true, Set.of("127.0.0.1:1")))
          .isInstanceOfSatisfying(
              OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT))
          .hasMessageContaining("127.0.0.1:1: its answer is in doubt");
    }
  }

  @Test
  void pick_allButTheAvoidedLackTheModel_takesTheAvoided() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      Entry entry = replicas.pick(r -> r.name().endsWith(":1"), Set.of("127.0.0.1:1"));
      assertThat(entry.name()).isEqualTo("127.0.0.1:1");
    }
  }

  @Test
  void pick_lateWithItsProbe_onlyIfThereIsNoOther() throws Exception {
    CountDownLatch thawed = new CountDownLatch(1);
    AtomicBoolean frozen = new AtomicBoolean();
    AtomicBoolean refused = new AtomicBoolean();
    try (Replicas replicas =
        probed(
            TWO,
            r -> {
              freeze(r, frozen, thawed);
              refuse(r, refused);
            })) {
      frozen.set(true);
      Replica late = replicas.all().getFirst();
      while (!late.late()) {
        Thread.onSpinWait();
      }
      assertThat(late.problem()).isEmpty();
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");
      refused.set(true);
      while (replicas.all().getLast().problem().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:1");

      thawed.countDown();
      while (late.late()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void pick_failedJustNow_getsNoCallsAndThenOneTrial() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      Replica failing = replicas.all().getFirst();
      failing.breaker().enter().orElseThrow().failed();
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");

      Entry trial = trial(replicas, failing);
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");
      trial.pass().answered();
      assertThat(picks(replicas, Set.of("127.0.0.1:2"))).containsOnly("127.0.0.1:1");
    }
  }

  @Test
  void blameOthers_oneAnsweredWell_theOthersRest() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.blameOthers(Set.copyOf(TWO), "127.0.0.1:2");
      assertThat(picks(replicas, Set.of())).containsOnly("127.0.0.1:2");
    }
  }

  @Test
  void pick_none_saysWhyOfEach() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.all().getFirst().dead("connection refused");

      assertThatThrownBy(() -> replicas.pick(r -> false, Set.of()))
          .isInstanceOfSatisfying(
              OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT))
          .hasMessage(
              "no denoiser can be asked: 127.0.0.1:1: connection refused;"
                  + " 127.0.0.1:2: it does not serve the model");
    }
  }

  @Test
  void ask_oneCanNotUseTheModel_theOtherIsAsked() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      for (int i = 0; i < 20; i++) {
        String answer = replicas.ask(r -> true, Set.of(), e -> unless(e, Set.of("127.0.0.1:1")));
        assertThat(answer).isEqualTo("127.0.0.1:2");
      }
      assertThat(replicas.missing()).isEmpty();
      assertThat(picks(replicas, Set.of("127.0.0.1:2"))).containsOnly("127.0.0.1:1");
    }
  }

  @Test
  void ask_noneCanUseTheModel_isRefusedAfterOneCallEach() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      List<String> asked = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  replicas.ask(
                      r -> true,
                      Set.of(),
                      entry -> {
                        asked.add(entry.name());
                        return unless(entry, Set.copyOf(TWO));
                      }))
          .isInstanceOfSatisfying(
              OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ANSWER))
          .hasMessage("no use at " + asked.getLast());
      assertThat(asked).containsExactlyInAnyOrderElementsOf(TWO);
    }
  }

  @Test
  void ask_failsOtherwise_isNotRepeated() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      AtomicInteger calls = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  replicas.ask(
                      r -> true,
                      Set.of(),
                      entry -> {
                        calls.incrementAndGet();
                        throw OrchestratorException.environment("full", null);
                      }))
          .hasMessage("full");
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void missing_oneWell_nothing() throws Exception {
    try (Replicas replicas = probed(TWO)) {
      replicas.all().getFirst().dead("connection refused");
      assertThat(replicas.missing()).isEmpty();
      replicas.all().getLast().dead("connection refused");
      assertThat(replicas.missing()).isPresent();
    }
  }

  private static Entry trial(Replicas replicas, Replica failing) {
    while (!failing.problem().isEmpty()) {
      Thread.onSpinWait();
    }
    return replicas.pick(failing::equals, Set.of());
  }

  private static String unless(Entry replica, Set<String> unusable) {
    if (unusable.contains(replica.name())) {
      throw OrchestratorException.answer("MODEL_UNUSABLE", "no use at " + replica.name(), null);
    }
    return replica.name();
  }

  private static Set<String> picks(Replicas replicas, Set<String> avoid) {
    return Set.copyOf(
        IntStream.range(0, 50)
            .mapToObj(i -> replicas.pick(r -> true, avoid).name())
            .distinct()
            .toList());
  }

  private static void freeze(Replica replica, AtomicBoolean frozen, CountDownLatch thawed) {
    if (frozen.get() && replica.name().endsWith(":1")) {
      try {
        thawed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void refuse(Replica replica, AtomicBoolean refused) {
    if (refused.get() && replica.name().endsWith(":2")) {
      throw OrchestratorException.environment("connection refused", null);
    }
  }

  private static Replicas probed(List<String> addresses) throws InterruptedException {
    return probed(addresses, r -> {});
  }

  /** Each has been probed once; the next probe is a second away. */
  private static Replicas probed(List<String> addresses, Consumer<Replica> probe)
      throws InterruptedException {
    CountDownLatch first = new CountDownLatch(addresses.size());
    Replicas replicas =
        new Replicas(
            "denoiser",
            Peers.plain(addresses),
            r -> {
              probe.accept(r);
              first.countDown();
            });
    first.await();
    while (replicas.all().stream().anyMatch(r -> !r.problem().isEmpty())) {
      Thread.onSpinWait();
    }
    return replicas;
  }

  private static Load load(int waiting, int cap) {
    return Load.newBuilder().setWaitingRows(waiting).setBatchCap(cap).build();
  }
}
