package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutlookTest {
  private final Outlook outlook = new Outlook(10);

  @Test
  void left_beforeTwoEvaluations_isNotKnown() {
    assertThat(outlook.left(0, 0)).isEmpty();
    outlook.reached(1, 500);
    assertThat(outlook.left(600, 40)).isEmpty();
  }

  @Test
  void left_slowFirstEvaluation_countsForNothing() {
    outlook.reached(1, 100_000);
    outlook.reached(2, 100_010);
    outlook.reached(3, 100_030);

    assertThat(outlook.left(100_030, 0)).hasValue(7 * 15);
  }

  @Test
  void left_wentOnFromACheckpoint_isThePaceOfWhatThisAttemptDid() {
    outlook.reached(7, 1000);
    outlook.reached(8, 1020);

    assertThat(outlook.left(1020, 0)).hasValue(2 * 20);
  }

  @Test
  void left_severalAtOnce_eachCounts() {
    outlook.reached(1, 0);
    outlook.reached(5, 80);

    assertThat(outlook.left(80, 0)).hasValue(5 * 20);
  }

  @Test
  void left_timePasses_isLessByOneEvaluationAtMost() {
    outlook.reached(1, 0);
    outlook.reached(2, 20);

    assertThat(outlook.left(30, 0)).hasValue(8 * 20 - 10);
    assertThat(outlook.left(1_000_000, 0)).hasValue(7 * 20);
  }

  @Test
  void left_decoding_comesOnTop() {
    outlook.reached(8, 0);
    outlook.reached(9, 20);

    assertThat(outlook.left(20, 300)).hasValue(20 + 300);
  }

  @Test
  void left_allEvaluated_isWhatIsLeftOfDecoding() {
    outlook.reached(9, 0);
    outlook.reached(10, 20);

    assertThat(outlook.left(120, 300)).hasValue(200);
    assertThat(outlook.left(1000, 300)).hasValue(0);
    assertThat(outlook.left(1000, 0)).hasValue(0);
  }
}
