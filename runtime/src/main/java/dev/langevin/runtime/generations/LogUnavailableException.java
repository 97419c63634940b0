package dev.langevin.runtime.generations;

/** Kafka did not answer in time, or refused; what was asked for may or may not have happened. */
public final class LogUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be done and why
   * @param cause what Kafka's client said; may be null
   */
  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
