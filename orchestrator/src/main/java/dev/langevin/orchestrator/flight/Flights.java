package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Sight;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The flights of an orchestrator: where jobs meet that ask for the same evaluations. Thread-safe.
 *
 * @param <R> what decides a job's bits: equal for jobs that may share
 */
public final class Flights<R> {
  private final boolean sharing;
  private final Map<R, Crew> open = new HashMap<>();

  /**
   * No flights yet.
   *
   * @param sharing whether jobs share at all; else each flies alone
   */
  public Flights(boolean sharing) {
    this.sharing = sharing;
  }

  /**
   * Takes a job on board of the flight of its recipe, or of a new one.
   *
   * @param reached how far it has come by itself
   */
  public synchronized Seat board(R recipe, Urgency urgency, Reached reached) {
    Crew crew = crew(recipe, reached);
    return seat(crew, recipe, crew.join(urgency, reached));
  }

  /**
   * The same for a job that wants to see every evaluation: it boards no flight that is farther.
   *
   * @param onlooker sees what each evaluation makes, in their order, whoever asked for it; must not
   *     wait
   */
  public synchronized Seat board(
      R recipe, Urgency urgency, Reached reached, Consumer<Sight> onlooker) {
    Crew crew = crew(recipe, reached);
    OptionalLong number = crew.join(urgency, reached, onlooker);
    if (number.isEmpty()) {
      crew = new Crew(Flight.from(reached));
      number = crew.join(urgency, reached, onlooker);
    }
    return seat(crew, recipe, number.orElseThrow());
  }

  private Crew crew(R recipe, Reached reached) {
    Crew crew = open.get(recipe);
    if (crew == null || !crew.ask(flight -> flight.takes(reached))) {
      crew = new Crew(Flight.from(reached));
      if (sharing) {
        open.put(recipe, crew);
      }
    }
    return crew;
  }

  private Seat seat(Crew crew, R recipe, long number) {
    return new Seat(crew, number, () -> forget(recipe, crew));
  }

  /** How many take others on board. */
  public synchronized int open() {
    return open.size();
  }

  /** How many jobs are on board of those. */
  public synchronized int aboard() {
    return open.values().stream().mapToInt(c -> c.ask(f -> f.members().size())).sum();
  }

  /** One that nobody is on board of is over. */
  private synchronized void forget(R recipe, Crew crew) {
    if (crew.ask(flight -> flight.members().isEmpty())) {
      open.remove(recipe, crew);
    }
  }
}
