package dev.langevin.denoiser.batch.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairShortestFirstTest {
  private static final Pace PACE = new Pace(10, 40);
  private static final FairShortestFirst POLICY = new FairShortestFirst(100, 4, 4);

  @Test
  void compare_fewerRowsLeft_goFirst() {
    assertFirst(claim(1).left(4), claim(0).left(50));
  }

  @Test
  void compare_equal_theEarlierGoesFirst() {
    assertFirst(claim(0), claim(1));
  }

  @Test
  void compare_aWait_countsAsRowsThatCouldHaveRun() {
    assertFirst(claim(1).left(10), claim(0).left(50).waited(40 * 4 * 10 - 1));
    assertFirst(claim(0).left(50).waited(40 * 4 * 10 + 1), claim(1).left(10));
  }

  @Test
  void compare_interactive_goesBeforeBatchWhateverIsLeft() {
    assertFirst(claim(1).left(1_000_000), claim(0).left(1).patient().waited(1_000_000));
    assertFirst(claim(1).left(1_000_000), claim(0).left(10).patient().slack(100));
  }

  @Test
  void compare_tenantAQuantumAhead_goesAfterWhateverIsLeft() {
    assertFirst(claim(1).left(1000), claim(0).left(1).surplus(100));
    assertFirst(claim(1).left(1), claim(0).left(1000).surplus(99));
    assertFirst(claim(1).left(1000).surplus(100), claim(0).left(1).surplus(200));
  }

  @Test
  void compare_deadlineInDanger_goesFirst() {
    // 100 rows in steps of 2 need 50 runs, which take 2000.
    assertFirst(claim(1).left(100).slack(2400), claim(0).left(2));
    assertFirst(claim(0).left(2), claim(1).left(100).slack(2600));
  }

  @Test
  void compare_severalInDanger_theTightestGoesFirst() {
    assertFirst(claim(1).left(100).slack(2010), claim(0).left(100).slack(2020));
    assertFirst(claim(1).left(100).slack(2010), claim(0).left(10).slack(220));
  }

  @Test
  void compare_deadlineThatCanNotBeMet_doesNotRuinOthers() {
    assertFirst(claim(1).left(90), claim(0).left(100).slack(1999));
    assertFirst(claim(1).left(90), claim(0).left(100).slack(-5));
  }

  @Test
  void compare_longestWait_goesBeforeAllInEveryFourthRun() {
    Claims longest = claim(0).left(1_000_000).patient().surplus(1_000_000).longest();
    for (int run = 0; run < 8; run++) {
      Claim other = claim(1).left(1).run(run).claim();
      int order = POLICY.compare(longest.run(run).claim(), other);
      assertThat(order < 0).as("run %d", run).isEqualTo(run % 4 == 0);
    }
  }

  private static void assertFirst(Claims first, Claims second) {
    assertThat(POLICY.compare(first.claim(), second.claim())).isNegative();
    assertThat(POLICY.compare(second.claim(), first.claim())).isPositive();
  }

  private static Claims claim(long number) {
    return new Claims(number, false, 1, false, 0, 10, 0, Demand.NO_DEADLINE);
  }

  /** A claim of 2 rows, of which one thing after the other is changed. */
  private record Claims(
      long number,
      boolean isLongest,
      long inRun,
      boolean isPatient,
      long surplusRows,
      long rowsLeft,
      long waitedNanos,
      long slackNanos) {

    Claim claim() {
      return new Claim(
          number,
          number,
          isLongest,
          inRun,
          isPatient,
          surplusRows,
          2,
          rowsLeft,
          waitedNanos,
          slackNanos,
          1,
          PACE);
    }

    Claims left(long rows) {
      return new Claims(
          number, isLongest, inRun, isPatient, surplusRows, rows, waitedNanos, slackNanos);
    }

    Claims waited(long nanos) {
      return new Claims(
          number, isLongest, inRun, isPatient, surplusRows, rowsLeft, nanos, slackNanos);
    }

    Claims slack(long nanos) {
      return new Claims(
          number, isLongest, inRun, isPatient, surplusRows, rowsLeft, waitedNanos, nanos);
    }

    Claims surplus(long rows) {
      return new Claims(
          number, isLongest, inRun, isPatient, rows, rowsLeft, waitedNanos, slackNanos);
    }

    Claims patient() {
      return new Claims(
          number, isLongest, inRun, true, surplusRows, rowsLeft, waitedNanos, slackNanos);
    }

    Claims longest() {
      return new Claims(
          number, true, inRun, isPatient, surplusRows, rowsLeft, waitedNanos, slackNanos);
    }

    Claims run(long run) {
      return new Claims(
          number, isLongest, run, isPatient, surplusRows, rowsLeft, waitedNanos, slackNanos);
    }
  }
}
