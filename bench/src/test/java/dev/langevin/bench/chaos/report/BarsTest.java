package dev.langevin.bench.chaos.report;

import static dev.langevin.v1.Generation.State.STATE_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Histories;
import dev.langevin.bench.chaos.load.Intent;
import dev.langevin.bench.chaos.schedule.Fault;
import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.strike.Struck;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final long AT = 10_000;
  private static final Bustle QUIET = new Bustle();

  private static Struck struck(Kind kind, Member member, boolean alone, long ended) {
    return new Struck(new Fault(1, AT, kind, member, 1000, alone), AT, AT + 1000, ended);
  }

  private static List<Finding> check(Kind kind, Member member, Histories history) {
    return check(struck(kind, member, true, 0), history);
  }

  private static List<Finding> check(Struck struck, Histories history) {
    return Bars.of(List.of(struck), List.of(Life.of(history.record())), QUIET);
  }

  /** Runs since 5 s, and has done an evaluation every half second until the fault. */
  private static Histories running() {
    Histories history = Histories.of(Intent.PLAIN).sees(5000, STATE_RUNNING, 5000, 0);
    for (int evaluation = 1; evaluation <= 9; evaluation++) {
      history.sees(5000 + 500 * evaluation, STATE_RUNNING, 5000, evaluation);
    }
    return history;
  }

  private static Histories again(long start, int evaluation) {
    return running()
        .sees(start, STATE_RUNNING, start, 0)
        .sees(start + 300, STATE_RUNNING, start, evaluation);
  }

  @Test
  void of_orchestratorKilled_jobRunsAgainInTime_holds() {
    assertThat(check(Kind.KILL, Member.ORCHESTRATOR_1, again(AT + 1500, 8))).isEmpty();
  }

  @Test
  void of_orchestratorKilled_jobRunsAgainLate_isFound() {
    assertThat(check(Kind.KILL, Member.ORCHESTRATOR_1, again(AT + 2500, 8))).hasSize(1);
  }

  @Test
  void of_otherOrchestratorKilled_laterAttemptIsNotItsDoing() {
    Histories history =
        running()
            .sees(AT + 2000, STATE_RUNNING, 5000, 10)
            .sees(AT + 9000, STATE_RUNNING, AT + 9000, 0);

    assertThat(check(Kind.KILL, Member.ORCHESTRATOR_1, history)).isEmpty();
  }

  @Test
  void of_orchestratorKilled_moreThanTwoSecondsAreRepeated_isFound() {
    assertThat(check(Kind.KILL, Member.ORCHESTRATOR_1, again(AT + 1500, 6))).isEmpty();
    assertThat(check(Kind.KILL, Member.ORCHESTRATOR_1, again(AT + 1500, 5))).hasSize(1);
  }

  @Test
  void of_orchestratorKilledBesideAnotherFault_isNotJudged() {
    Struck struck = struck(Kind.KILL, Member.ORCHESTRATOR_1, false, 0);

    assertThat(check(struck, again(AT + 9000, 1))).isEmpty();
  }

  @Test
  void of_othersTookTheMachine_isNotJudged() {
    Bustle bustle = new Bustle();
    bustle.add(AT + 500, 1.7);
    Struck struck = struck(Kind.KILL, Member.ORCHESTRATOR_1, true, 0);
    List<Life> jobs = List.of(Life.of(again(AT + 9000, 1).record()));

    assertThat(Bars.of(List.of(struck), jobs, bustle)).isEmpty();
    assertThat(Bars.of(List.of(struck), jobs, QUIET)).isNotEmpty();
  }

  @Test
  void of_denoiserKilled_jobBeginsAnotherAttempt_isFound() {
    assertThat(
            check(Kind.KILL, Member.DENOISER_1, running().sees(AT + 90, STATE_RUNNING, 5000, 10)))
        .isEmpty();
    assertThat(check(Kind.KILL, Member.DENOISER_1, again(AT + 500, 9))).hasSize(1);
  }

  @Test
  void of_denoiserKilled_jobHadLostItsOrchestratorBefore_isNotJudged() {
    Struck before =
        new Struck(
            new Fault(1, AT - 400, Kind.KILL, Member.ORCHESTRATOR_1, 200, false),
            AT - 400,
            AT - 200,
            0);
    Struck struck = struck(Kind.KILL, Member.DENOISER_1, true, 0);
    List<Life> jobs = List.of(Life.of(again(AT + 500, 9).record()));

    assertThat(Bars.of(List.of(before, struck), jobs, QUIET)).isEmpty();
  }

  @Test
  void of_serviceFrozen_jobWaitsLongerThanItsDeadline_isFound() {
    assertThat(
            check(Kind.FREEZE, Member.ENCODER, running().sees(AT + 3400, STATE_RUNNING, 5000, 10)))
        .isEmpty();
    assertThat(
            check(Kind.FREEZE, Member.ENCODER, running().sees(AT + 3600, STATE_RUNNING, 5000, 10)))
        .hasSize(1);
  }

  @Test
  void of_terminated_endsLate_isFound() {
    Struck late = struck(Kind.TERMINATE, Member.GATEWAY_1, false, 10_001);
    Struck never = struck(Kind.TERMINATE, Member.GATEWAY_1, true, Struck.NEVER);

    assertThat(check(late, running())).hasSize(1);
    assertThat(check(never, running())).hasSize(1);
    assertThat(check(struck(Kind.TERMINATE, Member.GATEWAY_1, true, 9000), running())).isEmpty();
  }

  @Test
  void repeated_secondAttemptBeginsBefore_isCounted() {
    assertThat(Life.of(again(AT + 100, 7).record()).repeated()).isEqualTo(3);
    assertThat(Life.of(again(AT + 100, 10).record()).repeated()).isZero();
    assertThat(Life.of(running().record()).repeated()).isZero();
  }
}
