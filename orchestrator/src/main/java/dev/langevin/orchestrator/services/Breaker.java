package dev.langevin.orchestrator.services;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a replica gets calls. Closed: all. A failure opens it: none, for a pause. After the pause
 * one call alone is let through as a trial: if it does well the breaker closes, else the next pause
 * is twice as long. What calls of before tell while it is open changes nothing. Thread-safe.
 */
final class Breaker {
  private static final long SHORTEST_PAUSE_NANOS = 100_000_000L;
  private static final int MOST_DOUBLINGS = 6;

  private sealed interface State {
    /** Every call is let through. */
    record Closed() implements State {}

    /** None is before {@code until}; {@code failed} trials failed since it was closed. */
    record Open(long until, int failed) implements State {}

    /** None but {@code trial}. */
    record HalfOpen(Pass trial, int failed) implements State {}
  }

  /** A call that was let through. What it tells first counts. */
  final class Pass implements AutoCloseable {
    /** It was answered well. */
    void answered() {
      Breaker.this.answered(this);
    }

    /** It failed, and not because of what was asked. */
    void failed() {
      Breaker.this.failed(this);
    }

    /** It has ended; one that told nothing leaves the trial to another. */
    @Override
    public void close() {
      abandoned(this);
    }
  }

  private final LongSupplier nanos;
  private State state = new State.Closed();

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Lets a call through, or not. */
  synchronized Optional<Pass> enter() {
    if (!problem().isEmpty()) {
      return Optional.empty();
    }
    Pass pass = new Pass();
    if (state instanceof State.Open open) {
      state = new State.HalfOpen(pass, open.failed());
    }
    return Optional.of(pass);
  }

  /** Why no call is let through now; empty if one is. */
  synchronized String problem() {
    return switch (state) {
      case State.Closed closed -> "";
      case State.Open open -> nanos.getAsLong() - open.until() < 0 ? "it failed just now" : "";
      case State.HalfOpen half -> "it failed, and one call finds out whether it is well again";
    };
  }

  /** It turned out that an answer of before was bad: as a failure, of the trial if there is one. */
  synchronized void blamed() {
    switch (state) {
      case State.Closed closed -> open(0);
      case State.Open open -> {
        if (nanos.getAsLong() - open.until() >= 0) {
          open(open.failed() + 1);
        }
      }
      case State.HalfOpen half -> open(half.failed() + 1);
    }
  }

  private synchronized void answered(Pass pass) {
    if (isTrial(pass)) {
      state = new State.Closed();
    }
  }

  private synchronized void failed(Pass pass) {
    if (state instanceof State.Closed) {
      open(0);
    } else if (isTrial(pass)) {
      blamed();
    }
  }

  private synchronized void abandoned(Pass pass) {
    if (state instanceof State.HalfOpen half && half.trial() == pass) {
      state = new State.Open(nanos.getAsLong(), half.failed());
    }
  }

  private boolean isTrial(Pass pass) {
    return state instanceof State.HalfOpen half && half.trial() == pass;
  }

  private void open(int failed) {
    long pause = SHORTEST_PAUSE_NANOS << Math.min(failed, MOST_DOUBLINGS);
    state = new State.Open(nanos.getAsLong() + pause, failed);
  }
}
