package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import dev.langevin.v1.Generation;
import dev.langevin.v1.RetryGenerationRequest;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class DeleteAndDeadLetterTest extends ServerTest {
  @Test
  void delete_several_deletesEach() {
    Shell.Result result = run("delete", "g1", "g2");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).containsExactly("deleted g1", "deleted g2");
    assertThat(server.deleted).containsExactly("g1", "g2");
  }

  @Test
  void delete_oneIsUnknown_deletesTheOthersAndIsExitCodeThree() {
    Shell.Result result = run("delete", "g1", FakeGenerations.UNKNOWN, "g2");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).isEqualToIgnoringNewLines("langevin: id: g9 was deleted");
    assertThat(server.deleted).containsExactly("g1", "g2");
  }

  @Test
  void delete_oneThatHasNotEnded_isExitCodeSix() {
    server.refusal = Status.FAILED_PRECONDITION.withDescription("id: g1 is QUEUED");

    assertThat(run("delete", "g1").code()).isEqualTo(6);
  }

  @Test
  void deadLetterList_showsWhatPeopleAskFirst() {
    server.end = Generation.State.STATE_FAILED;
    server.reason = "ATTEMPTS_EXHAUSTED";

    Shell.Result result = run("dead-letter", "list", "--limit", "2");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .startsWith("ID|GIVEN UP|ATTEMPTS|REASON|PROMPT")
        .element(1)
        .asString()
        .matches("g1\\|\\d+ d ago\\|5\\|ATTEMPTS_EXHAUSTED\\|boat 0");
    assertThat(result.err()).contains("older ones");
    assertThat(server.listed.getFirst().getErrorReasonsList())
        .containsExactly("ATTEMPTS_EXHAUSTED", "DELIVERIES_EXHAUSTED");
  }

  @Test
  void deadLetterRetry_printsTheNewId() {
    Shell.Result result = run("dead-letter", "retry", "g1", "g2");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).containsExactly("new-g1", "new-g2");
    assertThat(server.retried.stream().map(RetryGenerationRequest::getRequestId).distinct())
        .hasSize(2)
        .doesNotContain("");
  }

  @Test
  void deadLetterRetry_answerIsLost_asksForTheSameAgain() {
    server.lostRetry = 2;

    assertThat(run("dead-letter", "retry", "g1", "g2").out().lines())
        .containsExactly("new-g1", "new-g2");
    assertThat(server.retried).hasSize(3);
    assertThat(server.retried.get(2)).isEqualTo(server.retried.get(1));
  }

  @Test
  void deadLetterDrop_aDeadLetter_deletesIt() {
    server.end = Generation.State.STATE_FAILED;
    server.reason = "DELIVERIES_EXHAUSTED";

    assertThat(run("dead-letter", "drop", "g1").out()).isEqualToIgnoringNewLines("dropped g1");
    assertThat(server.deleted).containsExactly("g1");
  }

  @Test
  void deadLetterDrop_anotherGeneration_isRefused() {
    Shell.Result result = run("dead-letter", "drop", "g1");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("id: g1 is succeeded and no dead letter; see langevin delete");
    assertThat(server.deleted).isEmpty();
  }
}
