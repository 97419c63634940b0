package dev.langevin.orchestrator.flight;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A flight that several threads move, and those among them who wait for it. */
final class Crew {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
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
