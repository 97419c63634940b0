package dev.langevin.orchestrator.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlightTest {
  private static final Urgency PATIENT = urgency(Priority.PRIORITY_BATCH, 100);
  private static final Urgency URGENT = urgency(Priority.PRIORITY_INTERACTIVE, 100);
  private static final Effort TWO_ROWS = new Effort(60, 2, 16);

  @Test
  void turn_first_leads() {
    Flight flight = Flight.from(at(0)).join(PATIENT, at(0));

    assertThat(flight.turn(0, 0)).isEqualTo(new Turn.Lead());
  }

  @ParameterizedTest
  @CsvSource({
    "PRIORITY_BATCH, 100, PRIORITY_BATCH, 100, 0",
    "PRIORITY_BATCH, 100, PRIORITY_BATCH, 200, 0",
    "PRIORITY_BATCH, 100, PRIORITY_BATCH, 99, 1",
    "PRIORITY_BATCH, 100, PRIORITY_INTERACTIVE, 200, 1",
    "PRIORITY_BATCH, 100, PRIORITY_UNSPECIFIED, 200, 1",
    "PRIORITY_INTERACTIVE, 100, PRIORITY_BATCH, 1, 0",
    "PRIORITY_INTERACTIVE, 100, PRIORITY_UNSPECIFIED, 100, 0",
    "PRIORITY_INTERACTIVE, 100, PRIORITY_INTERACTIVE, 99, 1"
  })
  void leader_ofTwo_isTheMoreUrgent(
      Priority first, long until, Priority second, long later, long leads) {
    Flight flight =
        Flight.from(at(0)).join(urgency(first, until), at(0)).join(urgency(second, later), at(0));

    assertThat(flight.leader()).map(Flight.Member::number).contains(leads);
    assertThat(flight.turn(leads, 0)).isEqualTo(new Turn.Lead());
    assertThat(flight.turn(1 - leads, 0)).isEqualTo(new Turn.Follow());
  }

  @Test
  void leave_leader_nextOneLeadsFromTheNewest() {
    Flight flight =
        Flight.from(at(0))
            .join(URGENT, at(0))
            .join(PATIENT, at(0))
            .advance(at(1, "x"), TWO_ROWS)
            .leave(0);

    assertThat(flight.turn(1, 0)).isEqualTo(new Turn.Take(at(1, "x")));
    assertThat(flight.turn(1, 1)).isEqualTo(new Turn.Lead());
  }

  @Test
  void leave_last_nobodyLeads() {
    assertThat(Flight.from(at(0)).join(URGENT, at(0)).leave(0).leader()).isEmpty();
  }

  @Test
  void join_moreUrgentInMidEvaluation_firstAnswerCounts() {
    Flight flight = Flight.from(at(0)).join(PATIENT, at(0)).join(URGENT, at(0));

    assertThat(flight.turn(0, 0)).isEqualTo(new Turn.Follow());
    flight = flight.advance(at(1, "x"), TWO_ROWS);
    assertThat(flight.advance(at(1, "y"), TWO_ROWS).newest()).isEqualTo(at(1, "x"));
  }

  @Test
  void join_fartherByItself_takesAllAlong() {
    Flight flight =
        Flight.from(at(0))
            .join(PATIENT, at(0))
            .advance(at(1, "x"), TWO_ROWS)
            .join(PATIENT, at(5, "x"));

    assertThat(flight.turn(0, 1)).isEqualTo(new Turn.Take(at(5, "x")));
  }

  @Test
  void join_behind_takesTheNewest() {
    Flight flight = Flight.from(at(5, "x")).join(PATIENT, at(5, "x")).join(URGENT, at(0));

    assertThat(flight.turn(1, 0)).isEqualTo(new Turn.Take(at(5, "x")));
  }

  @ParameterizedTest
  @CsvSource({
    // the flight's numerics ids, the job's, whether the job gets its own bits there
    "'', '', true",
    "'', x, true",
    "x, '', true",
    "x, x, true",
    "x, y, false",
    "x y, '', false",
    "x y, x, false",
    "x y, x y, true",
    "x y, y x, false"
  })
  void takes_byLineage_onlyWhereTheBitsAreItsOwn(String flight, String job, boolean takes) {
    assertThat(Flight.from(at(3, flight)).takes(at(2, job))).isEqualTo(takes);
  }

  @Test
  void takes_otherFiles_not() {
    Reached others = new Reached(at(3).states(), new Lineage("others", List.of("x")));

    assertThat(Flight.from(at(2, "x")).takes(others)).isFalse();
  }

  @Test
  void share_ofTwo_isHalfTheTimeOfWhatWasMadeForBoth() {
    Flight flight =
        Flight.from(at(0))
            .join(URGENT, at(0))
            .advance(at(1, "x"), TWO_ROWS)
            .advance(at(2, "x"), TWO_ROWS)
            .join(PATIENT, at(0))
            .advance(at(3, "x"), TWO_ROWS);

    assertThat(flight.share(0)).isEqualTo(new Share(new Effort(150, 6, 48), 1, 8));
    assertThat(flight.share(1)).isEqualTo(new Share(new Effort(30, 2, 16), 3, 8));
    assertThat(flight.share(0).effort().meanBatchRows()).isEqualTo(8, within(1e-12));
  }

  @Test
  void share_alone_sharesNothing() {
    Flight flight = Flight.from(at(4, "x")).join(URGENT, at(4, "x")).advance(at(5, "x"), TWO_ROWS);

    assertThat(flight.share(0)).isEqualTo(new Share(TWO_ROWS, 0, 8));
  }

  @Test
  void giveWay_leader_followsWhoDoesNot() {
    Flight flight =
        Flight.from(at(0)).join(URGENT, at(0)).join(PATIENT, at(0)).giveWay(0).join(URGENT, at(0));

    assertThat(flight.turn(0, 0)).isEqualTo(new Turn.Follow());
    assertThat(flight.turn(2, 0)).isEqualTo(new Turn.Lead());
    assertThat(flight.leave(2).turn(1, 0)).isEqualTo(new Turn.Lead());
  }

  @Test
  void giveWay_all_theMostUrgentLeads() {
    Flight flight =
        Flight.from(at(0)).join(PATIENT, at(0)).join(URGENT, at(0)).giveWay(0).giveWay(1);

    assertThat(flight.turn(1, 0)).isEqualTo(new Turn.Lead());
  }

  private static Urgency urgency(Priority priority, long deadline) {
    return new Urgency(priority, Instant.ofEpochSecond(deadline));
  }

  private static Reached at(int evaluation) {
    return at(evaluation, "");
  }

  /** States of one image, whose latents are those of this evaluation. */
  private static Reached at(int evaluation, String numericsIds) {
    return Courses.at(evaluation, numericsIds);
  }
}
