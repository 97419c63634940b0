package dev.langevin.orchestrator;

/** Why a job, or an attempt at it, cannot go on; the kind decides what becomes of the job. */
public final class OrchestratorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the failure is a failure of. */
  public enum Kind {
    /** The job's own: it ends FAILED with the reason and the message. */
    JOB,
    /** A replica's refusal of what it was asked: the job's own if it is refused twice. */
    ANSWER,
    /** A replica's answer that is of no use: the job's own if another replica agrees. */
    USELESS,
    /** A replica's: the same again elsewhere. */
    REPLICA,
    /** The attempt's: another one may do better, and this one is counted. */
    ATTEMPT,
    /** The environment's: it is waited out, and costs the job no attempt. */
    ENVIRONMENT,
    /** Nobody's: the attempt has to stop, for the {@link Stop} in the reason. */
    STOPPED
  }

  /** Why an attempt has to stop. */
  public enum Stop {
    /** The generation has ended, whoever ended it. */
    ENDED,
    /** Another claim holds the generation. */
    FENCED,
    /** The work record's lock is lost, so that somebody else may hold it. */
    LOCK_LOST,
    /** The orchestrator closes. */
    DRAINED
  }

  private final Kind kind;
  private final String reason;
  private final String replica;

  private OrchestratorException(Kind kind, String reason, String message, Throwable cause) {
    this(kind, reason, "", message, cause);
  }

  private OrchestratorException(
      Kind kind, String reason, String replica, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.reason = reason;
    this.replica = replica;
  }

  /** The job cannot succeed, however often it is tried. */
  public static OrchestratorException job(String reason, String message) {
    return new OrchestratorException(Kind.JOB, reason, message, null);
  }

  /** The job's deadline has passed. */
  public static OrchestratorException expired(String when) {
    return job("DEADLINE_EXCEEDED", "the generation did not end before its deadline, " + when);
  }

  /** The job's attempts are used up. */
  public static OrchestratorException exhausted(int attempts, String last) {
    return job("ATTEMPTS_EXHAUSTED", attempts + " attempts ended without a result; " + last);
  }

  /** A replica refused the content of a request. */
  public static OrchestratorException answer(String reason, String message, Throwable cause) {
    return new OrchestratorException(Kind.ANSWER, reason, message, cause);
  }

  /** A replica's answer is of no use: NaN, a wrong shape, something else than was asked for. */
  public static OrchestratorException useless(String reason, String replica, String message) {
    return new OrchestratorException(Kind.USELESS, reason, replica, message, null);
  }

  /** A replica failed. */
  public static OrchestratorException replica(String message, Throwable cause) {
    return new OrchestratorException(Kind.REPLICA, "REPLICA_FAILED", message, cause);
  }

  /** This attempt fails; the job may be tried again. */
  public static OrchestratorException attempt(String message, Throwable cause) {
    return new OrchestratorException(Kind.ATTEMPT, "ATTEMPT_FAILED", message, cause);
  }

  /** Something that jobs need is not there at present. */
  public static OrchestratorException environment(String message, Throwable cause) {
    return new OrchestratorException(Kind.ENVIRONMENT, "ENVIRONMENT", message, cause);
  }

  /** The attempt has to stop. */
  public static OrchestratorException stopped(Stop why) {
    return new OrchestratorException(Kind.STOPPED, why.name(), "the attempt stops: " + why, null);
  }

  /** What the failure is a failure of. */
  public Kind kind() {
    return kind;
  }

  /** Stable, UPPER_SNAKE_CASE. */
  public String reason() {
    return reason;
  }

  /** Whose answer it was; empty if that does not matter. */
  public String replica() {
    return replica;
  }

  /** Why the attempt has to stop; only of kind {@link Kind#STOPPED}. */
  public Stop stop() {
    return Stop.valueOf(reason);
  }

  /** The same failure, now held to be the job's own. */
  public OrchestratorException asJobs() {
    return new OrchestratorException(Kind.JOB, reason, getMessage(), this);
  }

  /** The same failure, as the answer of this replica. */
  public OrchestratorException by(String name) {
    return new OrchestratorException(kind, reason, name, getMessage(), getCause());
  }

  /** The same failure with a message that names where it happened. */
  public OrchestratorException at(String where) {
    return new OrchestratorException(kind, reason, replica, where + ": " + getMessage(), this);
  }
}
