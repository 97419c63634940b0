package dev.langevin.gateway.batches;

/** A line can't be done; the message names the field, its value and what is allowed. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String message) {
    super(message);
  }
}
