package dev.langevin.orchestrator.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.orchestrator.loop.Sight;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Urgency SOON =
      new Urgency(Priority.PRIORITY_BATCH, Instant.ofEpochSecond(100));
  private static final Effort EFFORT = new Effort(1, 1, 1);

  private final Flights<String> flights = new Flights<>(true);

  @Test
  void board_sameRecipe_oneLeadsAndOneFollows() {
    Seat first = flights.board("a", SOON, Courses.at(0, ""));
    Seat second = flights.board("a", SOON, Courses.at(0, ""));

    assertThat(first.turn(0)).isEqualTo(new Turn.Lead());
    assertThat(second.turn(0)).isEqualTo(new Turn.Follow());
    assertThat(flights.open()).isEqualTo(1);
    assertThat(flights.aboard()).isEqualTo(2);
  }

  @Test
  void board_otherRecipe_bothLead() {
    Seat first = flights.board("a", SOON, Courses.at(0, ""));
    Seat second = flights.board("b", SOON, Courses.at(0, ""));

    assertThat(first.turn(0)).isEqualTo(new Turn.Lead());
    assertThat(second.turn(0)).isEqualTo(new Turn.Lead());
  }

  @Test
  void board_notSharing_bothLead() {
    Flights<String> none = new Flights<>(false);
    Seat first = none.board("a", SOON, Courses.at(0, ""));
    Seat second = none.board("a", SOON, Courses.at(0, ""));

    assertThat(first.turn(0)).isEqualTo(new Turn.Lead());
    assertThat(second.turn(0)).isEqualTo(new Turn.Lead());
    assertThat(none.open()).isZero();
  }

  @Test
  void close_all_flightIsForgotten() {
    Seat first = flights.board("a", SOON, Courses.at(0, ""));
    Seat second = flights.board("a", SOON, Courses.at(0, ""));
    first.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);

    first.close();
    assertThat(flights.aboard()).isEqualTo(1);
    second.close();
    assertThat(flights.open()).isZero();
    Seat third = flights.board("a", SOON, Courses.at(0, ""));
    assertThat(third.turn(0)).isEqualTo(new Turn.Lead());
  }

  @Test
  void board_flightThatMovedBetweenDenoisers_beginsAnotherAndBothEnd() {
    Seat moved = flights.board("a", SOON, Courses.at(0, ""));
    moved.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);
    moved.advance(Courses.at(2, "x y"), Courses.SIGHT, EFFORT);

    Seat fresh = flights.board("a", SOON, Courses.at(0, ""));
    assertThat(fresh.turn(0)).isEqualTo(new Turn.Lead());
    Seat third = flights.board("a", SOON, Courses.at(0, ""));
    assertThat(third.turn(0)).isEqualTo(new Turn.Follow());
    moved.close();
    assertThat(flights.aboard()).isEqualTo(2);
    fresh.close();
    third.close();
    assertThat(flights.open()).isZero();
  }

  @Test
  void board_onlooker_seesEachEvaluationOnceWhoeverMakesIt() {
    List<Sight> seen = new ArrayList<>();
    Seat first = flights.board("a", SOON, Courses.at(0, ""));
    Seat second = flights.board("a", SOON, Courses.at(0, ""), seen::add);

    first.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);
    second.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);
    second.advance(Courses.at(2, "x"), Courses.SIGHT, EFFORT);
    assertThat(seen).hasSize(2);
    second.close();
    first.advance(Courses.at(3, "x"), Courses.SIGHT, EFFORT);
    assertThat(seen).hasSize(2);
  }

  @Test
  void board_onlookerOfAFlightThatIsFarther_fliesAlone() {
    Seat first = flights.board("a", SOON, Courses.at(0, ""));
    first.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);

    Seat onlooker = flights.board("a", SOON, Courses.at(0, ""), sight -> {});

    assertThat(onlooker.turn(0)).isEqualTo(new Turn.Lead());
    assertThat(flights.open()).isEqualTo(1);
    onlooker.close();
    Seat third = flights.board("a", SOON, Courses.at(0, ""));
    assertThat(third.turn(0)).isEqualTo(new Turn.Take(Courses.at(1, "x")));
  }

  @Test
  void await_leaderBringsStates_takesThem() throws Exception {
    Seat leader = flights.board("a", SOON, Courses.at(0, ""));
    Seat follower = flights.board("a", SOON, Courses.at(0, ""));

    CompletableFuture<Turn> turn = awaiting(follower);
    leader.advance(Courses.at(1, "x"), Courses.SIGHT, EFFORT);

    assertThat(turn.get(1, TimeUnit.MINUTES)).isEqualTo(new Turn.Take(Courses.at(1, "x")));
  }

  @Test
  void await_leaderLeaves_leads() throws Exception {
    Seat leader = flights.board("a", SOON, Courses.at(0, ""));
    Seat follower = flights.board("a", SOON, Courses.at(0, ""));

    CompletableFuture<Turn> turn = awaiting(follower);
    leader.close();

    assertThat(turn.get(1, TimeUnit.MINUTES)).isEqualTo(new Turn.Lead());
  }

  @Test
  void await_nothingHappens_returnsAfterTheTime() throws Exception {
    flights.board("a", SOON, Courses.at(0, ""));
    Seat follower = flights.board("a", SOON, Courses.at(0, ""));

    assertThat(follower.await(0, Duration.ofMillis(1))).isEqualTo(new Turn.Follow());
  }

  private static CompletableFuture<Turn> awaiting(Seat seat) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return seat.await(0, LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }
}
