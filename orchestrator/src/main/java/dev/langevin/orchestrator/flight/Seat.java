package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.orchestrator.loop.Sight;
import java.time.Duration;

/** A job's place in a flight. Used by the job's thread. */
public final class Seat implements AutoCloseable {
  private final Crew crew;
  private final long number;
  private final Runnable left;

  Seat(Crew crew, long number, Runnable left) {
    this.crew = crew;
    this.number = number;
    this.left = left;
  }

  /**
   * What the job is to do now.
   *
   * @param evaluation that comes next for it
   */
  public Turn turn(int evaluation) {
    return crew.ask(flight -> flight.turn(number, evaluation));
  }

  /**
   * The same, once it is something else than to follow; but no later than {@code most} from now.
   */
  public Turn await(int evaluation, Duration most) throws InterruptedException {
    return crew.await(number, evaluation, most);
  }

  /**
   * Tells what the job brings.
   *
   * @param sight what the evaluation that led there made
   * @param took that evaluation
   * @return where the job goes on: what somebody else brought, if that was first
   */
  public Reached advance(Reached reached, Sight sight, Effort took) {
    return crew.advance(reached, sight, took).newest();
  }

  /** The job waits for something of its own: others lead, from now on, if there are any. */
  public void giveWay() {
    crew.move(flight -> flight.giveWay(number));
  }

  /** The job's part in the flight so far. */
  public Share share() {
    return crew.ask(flight -> flight.share(number));
  }

  /** Leaves; another leads if this job did. */
  @Override
  public void close() {
    crew.lookAway(number);
    crew.move(flight -> flight.leave(number));
    left.run();
  }
}
