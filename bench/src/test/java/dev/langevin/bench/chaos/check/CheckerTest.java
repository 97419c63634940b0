package dev.langevin.bench.chaos.check;

import static dev.langevin.bench.chaos.check.Histories.cancelled;
import static dev.langevin.bench.chaos.check.Histories.failed;
import static dev.langevin.bench.chaos.check.Histories.succeeded;
import static dev.langevin.v1.Generation.State.STATE_QUEUED;
import static dev.langevin.v1.Generation.State.STATE_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.chaos.load.Intent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Planted histories: what must not be is found, what may be is not. */
class CheckerTest {
  private static List<Problem> check(Histories history, Ending first, Ending second) {
    return check(history, listing(0, first), listing(1, second));
  }

  private static List<Problem> check(Histories history, Listing... listings) {
    return Checker.jobs(
            List.of(history.record()), List.of(listings), List.of(succeeded()), Set.of())
        .stream()
        .map(Finding::problem)
        .distinct()
        .toList();
  }

  private static Listing listing(int gateway, Ending ending) {
    return new Listing(gateway, Map.of(Histories.ID, ending), Map.of(Histories.ID, "job-1"));
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(
            "an undisturbed life", Histories.of(Intent.PLAIN).ends(0, 9, succeeded()), succeeded()),
        Arguments.of(
            "handed back and run again",
            Histories.of(Intent.PLAIN)
                .sees(1, STATE_RUNNING, 1, 3)
                .sees(2, STATE_QUEUED, 1, 0)
                .sees(3, STATE_RUNNING, 3, 2)
                .ends(0, 9, succeeded()),
            succeeded()),
        Arguments.of(
            "a cancellation that was asked for",
            Histories.of(Intent.CANCEL_RUNNING).ends(0, 9, cancelled()).cancelConfirmed(),
            cancelled()),
        Arguments.of(
            "a cancellation that came too late",
            Histories.of(Intent.CANCEL_RUNNING).ends(0, 9, succeeded()),
            succeeded()),
        Arguments.of(
            "a deadline that passed",
            Histories.of(Intent.DEADLINE).ends(0, 9, failed("DEADLINE_EXCEEDED")),
            failed("DEADLINE_EXCEEDED")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void jobs_asPromised_findsNothing(String name, Histories history, Ending ending) {
    assertThat(check(history, ending, ending)).isEmpty();
  }

  static Stream<Arguments> lost() {
    Ending exhausted = failed("ATTEMPTS_EXHAUSTED");
    return Stream.of(
        Arguments.of(Histories.of(Intent.PLAIN).ends(0, 9, exhausted), exhausted),
        Arguments.of(Histories.of(Intent.DEADLINE).ends(0, 9, exhausted), exhausted),
        Arguments.of(Histories.of(Intent.PLAIN).ends(0, 9, cancelled()), cancelled()),
        Arguments.of(
            Histories.of(Intent.TWICE).ends(0, 9, failed("DEADLINE_EXCEEDED")),
            failed("DEADLINE_EXCEEDED")));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void jobs_endThatNobodyAskedFor_isLost(Histories history, Ending ending) {
    assertThat(check(history, ending, ending)).containsExactly(Problem.LOST);
  }

  @Test
  void jobs_withoutAnEnd_isLost() {
    assertThat(check(Histories.of(Intent.PLAIN))).containsExactly(Problem.LOST);
  }

  @Test
  void jobs_missingAtOneGateway_isLost() {
    Histories history = Histories.of(Intent.PLAIN).ends(0, 9, succeeded());

    assertThat(check(history, listing(0, succeeded()), new Listing(1, Map.of(), Map.of())))
        .containsExactly(Problem.LOST);
  }

  @Test
  void jobs_anotherPicture_isDifferent() {
    Ending other = succeeded("bb22");

    assertThat(check(Histories.of(Intent.PLAIN).ends(0, 9, other), other, other))
        .containsExactly(Problem.DIFFERENT);
  }

  @Test
  void jobs_twoIdsOfOneRequestId_isDuplicate() {
    Histories history =
        Histories.of(Intent.TWICE).alsoAccepted("generation2").ends(0, 9, succeeded());

    assertThat(check(history, succeeded(), succeeded())).containsExactly(Problem.DUPLICATE);
  }

  @Test
  void jobs_watchersSeeDifferentEnds_isDuplicate() {
    Histories history =
        Histories.of(Intent.CANCEL_RUNNING).ends(0, 9, succeeded()).ends(1, 9, cancelled());

    assertThat(check(history, succeeded(), succeeded())).containsExactly(Problem.DUPLICATE);
  }

  @Test
  void jobs_generationNobodyAskedFor_isDuplicate() {
    Map<String, Ending> endings = new HashMap<>(Map.of(Histories.ID, succeeded()));
    endings.put("generation2", succeeded());
    Listing more = new Listing(0, endings, Map.of(Histories.ID, "job-1", "generation2", "job-2"));

    assertThat(
            check(
                Histories.of(Intent.PLAIN).ends(0, 9, succeeded()), more, listing(1, succeeded())))
        .containsExactly(Problem.DUPLICATE);
  }

  static Stream<Histories> backwards() {
    return Stream.of(
        Histories.of(Intent.PLAIN).ends(0, 8, succeeded()).sees(9, STATE_RUNNING, 5, 0),
        Histories.of(Intent.PLAIN)
            .sees(1, STATE_RUNNING, 5, 0)
            .sees(2, STATE_RUNNING, 3, 0)
            .ends(0, 9, succeeded()),
        Histories.of(Intent.PLAIN)
            .sees(1, STATE_RUNNING, 5, 0)
            .sees(2, STATE_QUEUED, Seen.NONE, 0)
            .ends(0, 9, succeeded()),
        Histories.of(Intent.PLAIN)
            .sees(1, STATE_RUNNING, 5, 4)
            .sees(2, STATE_RUNNING, 5, 3)
            .ends(0, 9, succeeded()));
  }

  @ParameterizedTest
  @MethodSource("backwards")
  void jobs_stateGoesBack_isBackwards(Histories history) {
    assertThat(check(history, succeeded(), succeeded())).containsExactly(Problem.BACKWARDS);
  }

  @Test
  void jobs_cancelledOneSucceeds_isRevived() {
    Histories history = Histories.of(Intent.CANCEL_EARLY).cancelConfirmed().ends(0, 9, succeeded());

    assertThat(check(history, succeeded(), succeeded())).containsExactly(Problem.REVIVED);
  }
}
