package dev.langevin.orchestrator.flight;

import java.util.HashMap;
import java.util.Map;

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
    Crew crew = open.get(recipe);
    if (crew == null || !crew.ask(flight -> flight.takes(reached))) {
      crew = new Crew(Flight.from(reached));
      if (sharing) {
        open.put(recipe, crew);
      }
    }
    Crew boarded = crew;
    long number = boarded.move(f -> f.join(urgency, reached)).members().getLast().number();
    return new Seat(boarded, number, () -> forget(recipe, boarded));
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
