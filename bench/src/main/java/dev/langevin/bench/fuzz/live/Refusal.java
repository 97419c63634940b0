package dev.langevin.bench.fuzz.live;

/** A service refused a call as it should. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
