package dev.langevin.orchestrator.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every order in which three jobs can join a flight, ask, answer, take, give way, and leave at any
 * moment: in mid-evaluation, while they follow, or with the last states.
 */
class FlightExplorationTest {
  private static final int LAST = 3;
  private static final long PRICE = 60;
  private static final List<Urgency> URGENCIES =
      List.of(
          new Urgency(Priority.PRIORITY_BATCH, Instant.ofEpochSecond(5)),
          new Urgency(Priority.PRIORITY_INTERACTIVE, Instant.ofEpochSecond(9)),
          new Urgency(Priority.PRIORITY_INTERACTIVE, Instant.ofEpochSecond(9)));

  /**
   * What a job knows.
   *
   * @param number in the flight; -1 before it joins, -2 once it has left
   * @param has the evaluation that comes next for it
   * @param asks whether the network has a question of its
   */
  private record Job(long number, int has, boolean asks) {
    boolean aboard() {
      return number >= 0;
    }
  }

  /**
   * All there is.
   *
   * @param flight that they share
   * @param jobs by their urgency's index
   * @param made evaluations that the network was paid for
   * @param twice those of them that somebody else had made before
   */
  private record World(Flight flight, List<Job> jobs, int made, int twice) {
    World with(Flight next, int job, Job after) {
      List<Job> all = new ArrayList<>(jobs);
      all.set(job, after);
      return new World(next, List.copyOf(all), made, twice);
    }
  }

  @Test
  void moves_inEveryOrder_loseNothingAndStopNobody() {
    World start =
        new World(
            Flight.from(Courses.at(0, "")),
            URGENCIES.stream().map(u -> new Job(-1, 0, false)).toList(),
            0,
            0);
    Set<World> seen = new HashSet<>(Set.of(start));
    Deque<World> left = new ArrayDeque<>(seen);
    int landed = 0;
    while (!left.isEmpty()) {
      World world = left.remove();
      check(world);
      for (int job = 0; job < URGENCIES.size(); job++) {
        for (World next : moves(world, job)) {
          assertThat(next.flight().newest().evaluation())
              .as("the flight never goes back")
              .isGreaterThanOrEqualTo(world.flight().newest().evaluation());
          if (seen.add(next)) {
            left.add(next);
          }
        }
      }
      landed += world.jobs().stream().allMatch(job -> job.has() == LAST) ? 1 : 0;
    }
    assertThat(seen).hasSizeGreaterThan(10_000);
    assertThat(landed).isPositive();
  }

  private static void check(World world) {
    Flight flight = world.flight();
    List<Job> aboard = world.jobs().stream().filter(Job::aboard).toList();
    assertThat(flight.members()).hasSize(aboard.size());
    assertThat(world.jobs().stream().mapToInt(Job::has).max().orElseThrow())
        .as("what any job has, the flight has")
        .isLessThanOrEqualTo(flight.newest().evaluation());
    if (aboard.stream().anyMatch(job -> job.has() < LAST)) {
      assertThat(aboard)
          .as("somebody asks, may ask or may take")
          .anyMatch(job -> job.asks() || !(turn(flight, job) instanceof Turn.Follow));
    }
    for (Job job : aboard) {
      if (turn(flight, job) instanceof Turn.Follow) {
        Flight.Member own = member(flight, job);
        Flight.Member leader = flight.leader().orElseThrow();
        assertThat(!leader.yields() || own.yields())
            .as("only who gave way waits for one who did")
            .isTrue();
        if (!own.yields()) {
          assertThat(leader.urgency())
              .as("nobody else waits for one who is less urgent")
              .isLessThanOrEqualTo(own.urgency());
        }
      }
    }
    shares(world, aboard);
  }

  /** What jobs on board are told to have borne is never more than what was paid. */
  private static void shares(World world, List<Job> aboard) {
    Flight flight = world.flight();
    long borne =
        aboard.stream().mapToLong(job -> flight.share(job.number()).effort().networkNanos()).sum();
    assertThat(borne).isLessThanOrEqualTo(world.made() * PRICE);
    if (flight.members().size() == flight.joined() && flight.joined() == 1) {
      assertThat(borne).isEqualTo(world.made() * PRICE);
      assertThat(flight.share(0).shared()).isZero();
    }
    for (Job job : aboard) {
      assertThat(flight.share(job.number()).shared())
          .isBetween(0, flight.newest().evaluation() - member(flight, job).brought());
    }
    assertThat(world.twice())
        .as("only who was overtaken asks for what is there: once for each newcomer at the most")
        .isLessThan(URGENCIES.size());
  }

  private static List<World> moves(World world, int index) {
    Job job = world.jobs().get(index);
    Flight flight = world.flight();
    List<World> next = new ArrayList<>();
    if (job.number() == -1) {
      for (int brought : List.of(0, 2)) {
        Reached reached = Courses.at(brought, brought == 0 ? "" : "x");
        if (flight.takes(reached)) {
          Flight joined = flight.join(URGENCIES.get(index), reached);
          long number = joined.members().getLast().number();
          next.add(world.with(joined, index, new Job(number, brought, false)));
        }
      }
    }
    if (!job.aboard()) {
      return next;
    }
    next.add(world.with(flight.leave(job.number()), index, new Job(-2, job.has(), false)));
    if (job.asks()) {
      next.add(answered(world, index));
      return next;
    }
    if (job.has() < LAST) {
      if (!member(flight, job).yields()) {
        next.add(world.with(flight.giveWay(job.number()), index, job));
      }
      switch (flight.turn(job.number(), job.has())) {
        case Turn.Lead lead ->
            next.add(world.with(flight, index, new Job(job.number(), job.has(), true)));
        case Turn.Take(Reached newest) ->
            next.add(world.with(flight, index, new Job(job.number(), newest.evaluation(), false)));
        case Turn.Follow follow -> {}
      }
    }
    return next;
  }

  private static World answered(World world, int index) {
    Job job = world.jobs().get(index);
    Flight advanced =
        world.flight().advance(Courses.at(job.has() + 1, "x"), new Effort(PRICE, 1, 1));
    boolean again = world.flight().newest().evaluation() > job.has();
    World next =
        world.with(advanced, index, new Job(job.number(), advanced.newest().evaluation(), false));
    return new World(next.flight(), next.jobs(), world.made() + 1, world.twice() + (again ? 1 : 0));
  }

  private static Turn turn(Flight flight, Job job) {
    return flight.turn(job.number(), job.has());
  }

  private static Flight.Member member(Flight flight, Job job) {
    return flight.members().stream()
        .filter(each -> each.number() == job.number())
        .findFirst()
        .orElseThrow();
  }
}
