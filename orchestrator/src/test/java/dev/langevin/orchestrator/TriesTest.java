package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.OrchestratorException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriesTest {
  private static final OrchestratorException AWAY = OrchestratorException.environment("away", null);

  private final Deque<OrchestratorException> failures = new ArrayDeque<>();
  private final List<Set<String>> doubted = new ArrayList<>();
  private Duration patience = Duration.ofSeconds(20);

  @Test
  void until_answerOfNoUseAndThenAGoodOne_tellsWhomToAvoid() {
    assertThat(run(useless("NAN", "a"))).isEqualTo("done");
    assertThat(doubted).containsExactly(Set.of(), Set.of("a"));
  }

  @Test
  void until_twoReplicasAgree_isTheJobs() {
    assertFailure(Kind.JOB, "b: NAN", useless("NAN", "a"), useless("NAN", "b"));
  }

  @Test
  void until_twoReplicasDisagree_asksOn() {
    assertThat(run(useless("NAN", "a"), useless("MISFIT", "b"))).isEqualTo("done");
    assertThat(doubted).endsWith(Set.of("a", "b"));
  }

  @Test
  void until_oneReplicaTwice_costsTheAttemptAndNotTheJob() {
    assertFailure(
        Kind.ATTEMPT,
        "no other replica could be asked; a: NAN",
        useless("NAN", "a"),
        useless("NAN", "a"));
  }

  @Test
  void until_othersComeBack_theirOpinionCounts() {
    assertThat(run(useless("NAN", "a"), AWAY, AWAY)).isEqualTo("done");
    assertFailure(Kind.JOB, "b: NAN", useless("NAN", "a"), AWAY, useless("NAN", "b"));
  }

  @Test
  void until_othersStayAway_costsTheAttempt() {
    patience = Duration.ZERO;
    assertFailure(Kind.ATTEMPT, "a: NAN", useless("NAN", "a"), AWAY);
  }

  @Test
  void until_refusedTwice_isTheJobs() {
    assertFailure(Kind.JOB, "a: ODD", refusal("a"), refusal("a"));
    assertFailure(Kind.JOB, "b: ODD", refusal("a"), refusal("b"));
  }

  @Test
  void until_refusedAndOthersStayAway_isTheJobs() {
    patience = Duration.ZERO;
    assertFailure(Kind.JOB, "a: ODD", refusal("a"), AWAY);
  }

  @Test
  void until_replicasKeepFailing_costsTheAttempt() {
    OrchestratorException failed = OrchestratorException.replica("gone", null);
    assertFailure(Kind.ATTEMPT, "5 replicas", failed, failed, failed, failed, failed);
  }

  @Test
  void until_environmentStaysAway_isTheEnvironments() {
    patience = Duration.ZERO;
    assertFailure(Kind.ENVIRONMENT, "away", AWAY);
  }

  private static OrchestratorException useless(String reason, String replica) {
    return OrchestratorException.useless(reason, replica, replica + ": " + reason);
  }

  private static OrchestratorException refusal(String replica) {
    return OrchestratorException.answer("ODD", replica + ": ODD", null).by(replica);
  }

  private String run(OrchestratorException... each) {
    failures.clear();
    failures.addAll(List.of(each));
    doubted.clear();
    return Tries.until(
        "decoder",
        patience,
        () -> {},
        avoid -> {
          doubted.add(avoid);
          if (failures.isEmpty()) {
            return "done";
          }
          throw failures.poll();
        });
  }

  private void assertFailure(Kind kind, String message, OrchestratorException... each) {
    assertThatThrownBy(() -> run(each))
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
    assertThat(failures).isEmpty();
  }
}
