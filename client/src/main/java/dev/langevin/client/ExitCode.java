package dev.langevin.client;

import io.grpc.Status;

/** What the command's exit code says. Scripts rely on these numbers. */
public enum ExitCode {
  /** Done. */
  OK(0),
  /** The generation failed, or something broke that has no code of its own. */
  FAILED(1),
  /** The command line, a parameter or a file it names can't be used; nothing was enqueued. */
  INVALID(2),
  /** No such generation, artifact or model. */
  NOT_FOUND(3),
  /** No server could be reached or started, or it can't accept work now; trying later may help. */
  UNAVAILABLE(4),
  /** The generation was cancelled. */
  CANCELLED(5),
  /** The state of things forbids it: a used request id, a generation that has ended. */
  CONFLICT(6),
  /**
   * What was compared differs, and was left as it is: a dry run, or something for a person to do.
   */
  DIFFERENT(7),
  /** The model's safety checker flagged a picture, and none is kept. */
  FILTERED(8),
  /** Ctrl-C; the generation was cancelled. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }

  /** The exit code for a call that ended with {@code status}. */
  public static ExitCode of(Status.Code status) {
    return switch (status) {
      case OK -> OK;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> INVALID;
      case NOT_FOUND -> NOT_FOUND;
      case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED -> UNAVAILABLE;
      case CANCELLED -> CANCELLED;
      case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED -> CONFLICT;
      case UNKNOWN, PERMISSION_DENIED, UNIMPLEMENTED, INTERNAL, DATA_LOSS, UNAUTHENTICATED ->
          FAILED;
    };
  }
}
