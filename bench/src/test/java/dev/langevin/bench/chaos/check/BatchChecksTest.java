package dev.langevin.bench.chaos.check;

import static dev.langevin.bench.chaos.check.BatchHistories.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.chaos.load.BatchIntent;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation.State;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Planted histories: what must not be is found, what may be is not. */
class BatchChecksTest {
  private static final List<Ending> REFERENCE =
      List.of(new Ending(State.STATE_SUCCEEDED, "", "", List.of("g/0-" + DIGEST), List.of(DIGEST)));

  private static BatchHistories plain() {
    return BatchHistories.of(BatchIntent.PLAIN, 3);
  }

  private static List<Problem> check(BatchHistories history) {
    return BatchChecks.of(
            List.of(history.record()), List.of(history.listing(0), history.listing(1)), REFERENCE)
        .stream()
        .map(Finding::problem)
        .distinct()
        .toList();
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("an undisturbed life", plain().completed()),
        Arguments.of(
            "a cancellation that was asked for",
            plain()
                .cancelConfirmed(150)
                .succeeds()
                .isCancelled("g2")
                .isCancelled("")
                .ends(Batch.State.STATE_CANCELLED)),
        Arguments.of(
            "a pause that what was begun before outlasts",
            plain().paused(120, 60_000).completed()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void of_asPromised_findsNothing(String name, BatchHistories history) {
    assertThat(check(history)).isEmpty();
  }

  @Test
  void of_batchWithoutAnEnd_isLost() {
    assertThat(check(plain().succeeds())).containsExactly(Problem.LOST);
  }

  @Test
  void of_lineThatIsMissing_isLost() {
    assertThat(check(plain().succeeds().succeeds().ends(Batch.State.STATE_COMPLETED)))
        .containsExactly(Problem.LOST);
  }

  @Test
  void of_failureNobodyAskedFor_isLost() {
    BatchHistories history = plain().line("g1", State.STATE_FAILED, List.of());
    history.succeeds().succeeds();

    assertThat(
            check(
                history.ends(
                    Batch.newBuilder()
                        .setId(BatchHistories.ID)
                        .setState(Batch.State.STATE_COMPLETED)
                        .setEnqueued(3)
                        .setSucceeded(2)
                        .setFailed(1)
                        .build())))
        .containsExactly(Problem.LOST);
  }

  @Test
  void of_anotherPicture_isDifferent() {
    assertThat(check(plain().succeeds("bb22").completed())).containsExactly(Problem.DIFFERENT);
  }

  @Test
  void of_lineThatWasMadeTwice_isDuplicate() {
    BatchHistories history = plain().completed();
    history.made.put("another", 100L);

    assertThat(check(history)).contains(Problem.DUPLICATE);
  }

  @Test
  void of_countsThatAreNotThoseOfTheLines_isDifferent() {
    BatchHistories history = plain().succeeds().succeeds().succeeds();

    assertThat(
            check(
                history.ends(
                    Batch.newBuilder()
                        .setId(BatchHistories.ID)
                        .setState(Batch.State.STATE_COMPLETED)
                        .setEnqueued(3)
                        .setSucceeded(2)
                        .build())))
        .containsExactly(Problem.DIFFERENT);
  }

  @Test
  void of_lineThatWasToldTwice_isDuplicate() {
    BatchHistories history = plain().completed();
    history.followed =
        Stream.concat(history.lines.stream(), history.lines.stream().limit(1)).toList();

    assertThat(check(history)).containsExactly(Problem.DUPLICATE);
  }

  @Test
  void of_archiveWithoutALine_isLost() {
    BatchHistories history = plain().completed();
    history.archived = history.lines.subList(0, 2);

    assertThat(check(history)).containsExactly(Problem.LOST);
  }

  @Test
  void of_twoIdsOfOneRequestId_isDuplicate() {
    BatchHistories history = plain().completed();
    history.ids.add("batch2");

    assertThat(check(history)).containsExactly(Problem.DUPLICATE);
  }

  @Test
  void of_batchNobodyAskedFor_isDuplicate() {
    BatchListing other =
        new BatchListing(0, Map.of("batch2", Batch.getDefaultInstance()), Map.of(), Map.of());

    assertThat(BatchChecks.of(List.of(), List.of(other), REFERENCE))
        .extracting(Finding::problem)
        .containsExactly(Problem.DUPLICATE);
  }

  @Test
  void of_lineEnqueuedWhilePaused_isRevived() {
    BatchHistories history = plain().completed().paused(50, 60_000);
    history.made.put("g3", 50 + BatchChecks.LATE_MILLIS + 1);

    assertThat(check(history)).containsExactly(Problem.REVIVED);
  }

  @Test
  void of_cancelledBatchThatCompletes_isRevived() {
    assertThat(check(plain().completed().cancelConfirmed(50))).containsExactly(Problem.REVIVED);
  }

  @Test
  void of_countsThatGoBack_isBackwards() {
    assertThat(
            check(
                plain()
                    .sees(1, Batch.State.STATE_RUNNING, 3, 2)
                    .sees(2, Batch.State.STATE_RUNNING, 3, 1)
                    .completed()))
        .containsExactly(Problem.BACKWARDS);
  }
}
