package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.orchestrator.loop.Sight;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A flight that several threads move, and those among them who wait for it. */
final class Crew {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<Long, Consumer<Sight>> onlookers = new HashMap<>();
  private Flight flight;

  Crew(Flight flight) {
    this.flight = flight;
  }

  /** Moves the flight, and wakes all who wait. */
  Flight move(UnaryOperator<Flight> by) {
    lock.lock();
    try {
      flight = by.apply(flight);
      moved.signalAll();
      return flight;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a job on board. */
  long join(Urgency urgency, Reached job) {
    return move(f -> f.join(urgency, job)).members().getLast().number();
  }

  /**
   * Takes a job on board that sees what each evaluation makes, unless one was made that it did not.
   *
   * @param onlooker must not wait
   */
  OptionalLong join(Urgency urgency, Reached job, Consumer<Sight> onlooker) {
    lock.lock();
    try {
      if (flight.newest().isBeyond(job)) {
        return OptionalLong.empty();
      }
      long number = join(urgency, job);
      onlookers.put(number, onlooker);
      return OptionalLong.of(number);
    } finally {
      lock.unlock();
    }
  }

  /** A member sees no more. */
  void lookAway(long member) {
    lock.lock();
    try {
      onlookers.remove(member);
    } finally {
      lock.unlock();
    }
  }

  /** Moves the flight on, and shows it to those who look, if it is the first to come so far. */
  Flight advance(Reached reached, Sight sight, Effort took) {
    lock.lock();
    try {
      if (reached.isBeyond(flight.newest())) {
        onlookers.values().forEach(onlooker -> onlooker.accept(sight));
      }
      return move(f -> f.advance(reached, took));
    } finally {
      lock.unlock();
    }
  }

  <T> T ask(Function<Flight, T> what) {
    lock.lock();
    try {
      return what.apply(flight);
    } finally {
      lock.unlock();
    }
  }

  /** A member's turn, once it is no longer to follow, or so much time has passed. */
  Turn await(long member, int evaluation, Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (flight.turn(member, evaluation) instanceof Turn.Follow && left > 0) {
        left = moved.awaitNanos(left);
      }
      return flight.turn(member, evaluation);
    } finally {
      lock.unlock();
    }
  }
}
