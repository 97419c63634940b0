package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;

/**
 * Decides what a record of {@code generations} does to its generation's state. Every gateway and
 * every orchestrator folds the records of a key in offset order through this one pure function, so
 * all of them agree on a single history and on a single end state, whoever writes late, twice or
 * after having lost its claim.
 *
 * <p>The first record of a key fixes its request hash and its work id. Any later one has to carry
 * both, a newer version, and what its transition asks for. After the first end state only a stub
 * counts, the first one, which says that the generation was deleted; and after that only the
 * tombstone that {@link #buries} tells of.
 */
public final class Fold {
  private static final Verdict ACCEPTED = new Verdict.Accepted();
  private static final Verdict UNCHANGED = new Verdict.Unchanged();
  private static final Verdict UNKNOWN =
      new Verdict.Unknown("the snapshot's state is one of a newer version");

  private Fold() {}

  /**
   * Applies one record.
   *
   * @param current the state so far; null before the key's first record
   * @param next the record that comes next in the partition
   * @return whether it is the new state, repeats the present one, can't be judged, or is refused
   *     and why
   */
  public static Verdict apply(Snapshot current, Snapshot next) {
    if (next.getGeneration().getState() == State.UNRECOGNIZED) {
      return UNKNOWN;
    }
    if (current != null && current.equals(next)) {
      return UNCHANGED;
    }
    String refusal = current == null ? malformed(next) : refusal(current, next);
    return refusal == null ? ACCEPTED : new Verdict.Refused(refusal);
  }

  /**
   * Whether a tombstone ends the key: a record without a value, which names a work record. One of
   * another work record is refused, since its request_id was used anew in the meantime.
   *
   * @param current the state so far; null if there is none
   * @param workId of the stub that the tombstone was written for
   */
  public static boolean buries(Snapshot current, String workId) {
    return current == null || current.getWorkId().equals(workId);
  }

  /** Whether the snapshot is a stub, what stays of a deleted generation. */
  public static boolean deleted(Snapshot snapshot) {
    return snapshot.getGeneration().hasDeleteTime();
  }

  /** Whether the state is one that no other comes after. */
  public static boolean ended(State state) {
    return switch (state) {
      case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED, STATE_FILTERED -> true;
      case STATE_UNSPECIFIED, STATE_QUEUED, STATE_RUNNING, UNRECOGNIZED -> false;
    };
  }

  private static String malformed(Snapshot next) {
    if (next.getGeneration().getId().isEmpty()) {
      return "the snapshot has no generation id";
    }
    if (next.getWorkId().isEmpty()) {
      return "the snapshot has no work id";
    }
    if (next.getRequestHash().isEmpty()) {
      return "the snapshot has no request hash";
    }
    if (next.getVersion() == 0) {
      return "the snapshot has no version";
    }
    return switch (next.getGeneration().getState()) {
      case STATE_UNSPECIFIED, UNRECOGNIZED -> "the snapshot has no known state";
      case STATE_QUEUED, STATE_RUNNING ->
          deleted(next) ? "the stub is of a generation that has not ended" : null;
      case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED, STATE_FILTERED -> null;
    };
  }

  private static String refusal(Snapshot current, Snapshot next) {
    Generation now = current.getGeneration();
    String malformed = malformed(next);
    if (malformed != null) {
      return malformed;
    }
    if (!next.getGeneration().getId().equals(now.getId())) {
      return "the snapshot is of another generation, " + next.getGeneration().getId();
    }
    if (!next.getRequestHash().equals(current.getRequestHash())) {
      return "the snapshot is of another request";
    }
    if (!next.getWorkId().equals(current.getWorkId())) {
      return "the snapshot is of another work record, " + next.getWorkId();
    }
    if (deleted(current)) {
      return "the generation was deleted";
    }
    if (ended(now.getState()) && !deleted(next)) {
      return "the generation has ended as " + Snapshots.name(now.getState());
    }
    if (Long.compareUnsigned(next.getVersion(), current.getVersion()) <= 0) {
      return "version %s is not newer than %s"
          .formatted(
              Long.toUnsignedString(next.getVersion()),
              Long.toUnsignedString(current.getVersion()));
    }
    if (deleted(next)) {
      return stub(now, next.getGeneration());
    }
    return switch (next.getGeneration().getState()) {
      case STATE_CANCELLED -> null;
      case STATE_RUNNING ->
          next.getClaim().equals(current.getClaim()) ? update(current, next) : claim(current, next);
      case STATE_QUEUED -> handedBack(current, next);
      case STATE_SUCCEEDED, STATE_FILTERED -> update(current, next);
      case STATE_FAILED -> failed(current, next);
      case STATE_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(next);
    };
  }

  /**
   * Nobody writes a stub of a generation that has not ended by the fold. A reader that knows of no
   * end has missed it, because compaction overtook it; it takes the stub's word.
   */
  private static String stub(Generation now, Generation next) {
    return ended(now.getState()) && next.getState() != now.getState()
        ? "the stub says %s; the generation has ended as %s"
            .formatted(Snapshots.name(next.getState()), Snapshots.name(now.getState()))
        : null;
  }

  /** A slot takes the job; the attempt before, if it still ran, ended without a release. */
  private static String claim(Snapshot current, Snapshot next) {
    if (next.getClaim().isEmpty()) {
      return "the claim has no nonce";
    }
    if (next.getAttempt() != current.getAttempt() + 1) {
      return "the claim is for attempt %d; the next one is %d"
          .formatted(next.getAttempt(), current.getAttempt() + 1);
    }
    return failures(current, next, isRunning(current) ? 1 : 0);
  }

  private static String update(Snapshot current, Snapshot next) {
    String other = anotherAttempt(current, next);
    if (other != null) {
      return other;
    }
    return isRunning(current) ? failures(current, next, 0) : "the attempt was given back";
  }

  /**
   * The slot gives the job back: on purpose, which costs nothing, or because the attempt failed,
   * which is counted.
   */
  private static String handedBack(Snapshot current, Snapshot next) {
    String other = anotherAttempt(current, next);
    if (other != null) {
      return other;
    }
    return isRunning(current)
        ? failures(current, next, next.getReleased() ? 0 : 1)
        : "the generation is queued already";
  }

  private static String failed(Snapshot current, Snapshot next) {
    String other = anotherAttempt(current, next);
    if (other != null || next.getFailedAttempts() == current.getFailedAttempts()) {
      return other;
    }
    return failures(current, next, 1);
  }

  private static String anotherAttempt(Snapshot current, Snapshot next) {
    if (next.getAttempt() != current.getAttempt()) {
      return "the snapshot is of attempt %d; the present one is %d"
          .formatted(next.getAttempt(), current.getAttempt());
    }
    return next.getClaim().equals(current.getClaim()) ? null : "the snapshot is of another claim";
  }

  private static String failures(Snapshot current, Snapshot next, int more) {
    int expected = current.getFailedAttempts() + more;
    return next.getFailedAttempts() == expected
        ? null
        : "failed_attempts is %d, not %d".formatted(next.getFailedAttempts(), expected);
  }

  private static boolean isRunning(Snapshot snapshot) {
    return snapshot.getGeneration().getState() == State.STATE_RUNNING;
  }
}
