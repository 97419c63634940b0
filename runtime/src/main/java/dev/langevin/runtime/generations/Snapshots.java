package dev.langevin.runtime.generations;

import com.google.protobuf.Timestamp;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Error;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The moves of a generation, each as the snapshot to append next. Pure; whether a move counts is
 * for the {@link Fold} to say once the record is in the log. Each takes the folded snapshot it
 * builds on.
 */
public final class Snapshots {
  /** How long a stub stays at least, in seconds, so that a request_id stays taken. */
  private static final long STUB = 24 * 3600;

  /** How long after its deadline, in seconds, a job is late by every process's clock. */
  private static final long LATE = 3600;

  private Snapshots() {}

  /** The first snapshot of a job: QUEUED, version 1, attempt 0. */
  public static Snapshot queued(Work work) {
    Timestamp created = work.getCreateTime();
    long nanos = (long) created.getNanos() + work.getRequest().getDeadline().getNanos();
    Timestamp expires =
        Timestamp.newBuilder()
            .setSeconds(
                created.getSeconds()
                    + work.getRequest().getDeadline().getSeconds()
                    + Math.floorDiv(nanos, 1_000_000_000L))
            .setNanos((int) Math.floorMod(nanos, 1_000_000_000L))
            .build();
    Generation.Builder generation =
        Generation.newBuilder()
            .setId(work.getGenerationId())
            .setRequest(work.getRequest())
            .setState(State.STATE_QUEUED)
            .setCreateTime(created)
            .setExpireTime(expires)
            .setRequestId(work.getRequestId())
            .setOrigin(work.getOrigin())
            .setTraceId(work.getTraceId());
    if (work.hasWebhook()) {
      generation.setWebhook(work.getWebhook());
    }
    return Snapshot.newBuilder()
        .setGeneration(generation)
        .setTenant(work.getTenant())
        .setRequestHash(work.getRequestHash())
        .setWorkId(work.getWorkId())
        .setPool(work.getPool())
        .setRows(work.getRows())
        .setShard(work.getShard())
        .setVersion(1)
        .build();
  }

  /** Whether a job's deadline is over. */
  public static boolean expired(Work work, Instant now) {
    return queued(work).getGeneration().getExpireTime().getSeconds() <= now.getEpochSecond();
  }

  /**
   * A slot takes the job for its next attempt.
   *
   * @param work the record the slot holds; its work id goes into the claim, so the fold refuses one
   *     that does not count
   * @param current the folded snapshot; null if there is none yet (its gateway died before it wrote
   *     one)
   * @param nonce random, tells two claims of one attempt apart
   */
  public static Snapshot claim(Work work, Snapshot current, String nonce, Instant now) {
    Snapshot base = current == null ? queued(work) : current;
    boolean abandoned = base.getGeneration().getState() == State.STATE_RUNNING;
    Snapshot.Builder next = next(base, State.STATE_RUNNING);
    next.setWorkId(work.getWorkId())
        .setRequestHash(work.getRequestHash())
        .setAttempt(base.getAttempt() + 1)
        .setClaim(nonce)
        .setFailedAttempts(base.getFailedAttempts() + (abandoned ? 1 : 0));
    next.getGenerationBuilder().setStartTime(timestamp(now)).clearProgress();
    return next.build();
  }

  /** The running attempt tells more about the job, such as digests, warnings or progress. */
  public static Snapshot update(Snapshot current, UnaryOperator<Generation.Builder> change) {
    Snapshot.Builder next = next(current, State.STATE_RUNNING);
    change.apply(next.getGenerationBuilder());
    return next.build();
  }

  /** The slot gives the job back on purpose; the attempt counts for nothing. */
  public static Snapshot release(Snapshot current) {
    return next(current, State.STATE_QUEUED).setReleased(true).build();
  }

  /** The attempt failed and another one may try. */
  public static Snapshot giveUp(Snapshot current) {
    return next(current, State.STATE_QUEUED)
        .setFailedAttempts(current.getFailedAttempts() + 1)
        .build();
  }

  /** All artifacts are stored. */
  public static Snapshot succeeded(
      Snapshot current,
      List<Artifact> artifacts,
      Instant now,
      UnaryOperator<Generation.Builder> change) {
    Snapshot.Builder next = end(current, State.STATE_SUCCEEDED, now);
    change.apply(next.getGenerationBuilder().clearArtifacts().addAllArtifacts(artifacts));
    return next.build();
  }

  /**
   * The job failed for good.
   *
   * @param reason stable, UPPER_SNAKE_CASE
   * @param message for a person: what happened, to what, and what would help
   */
  public static Snapshot failed(Snapshot current, String reason, String message, Instant now) {
    Snapshot.Builder next = end(current, State.STATE_FAILED, now);
    next.getGenerationBuilder().setError(Error.newBuilder().setReason(reason).setMessage(message));
    return next.build();
  }

  /**
   * The model's safety checker flagged pictures of the job; none of it is kept.
   *
   * @param images indices of those, increasing
   * @param error says so, for a person
   */
  public static Snapshot filtered(
      Snapshot current, List<Integer> images, Error error, Instant now) {
    Snapshot.Builder next = end(current, State.STATE_FILTERED, now);
    next.getGenerationBuilder().setError(error).clearFilteredImages().addAllFilteredImages(images);
    return next.build();
  }

  /** Somebody cancelled the job. */
  public static Snapshot cancelled(Snapshot current, Instant now) {
    return end(current, State.STATE_CANCELLED, now).build();
  }

  /**
   * What stays of an ended generation that is deleted, for its request_id: id, state, times,
   * request hash and work id.
   */
  public static Snapshot deleted(Snapshot current, Instant now) {
    Generation generation = current.getGeneration();
    Generation.Builder left =
        Generation.newBuilder()
            .setId(generation.getId())
            .setCreateTime(generation.getCreateTime())
            .setEndTime(generation.getEndTime())
            .setExpireTime(generation.getExpireTime())
            .setDeleteTime(timestamp(now))
            .setRequestId(generation.getRequestId());
    if (generation.hasStartTime()) {
      left.setStartTime(generation.getStartTime());
    }
    return next(current.toBuilder().setGeneration(left), generation.getState())
        .clearClaim()
        .clearPool()
        .clearShard()
        .build();
  }

  /**
   * When a stub has served, in seconds since 1970: a day after it was made, when its request_id may
   * be used again; and not before its work record, which may still wait in a queue, is too late to
   * be run by somebody who knows of no stub.
   */
  static long served(Snapshot stub) {
    Generation generation = stub.getGeneration();
    return Math.max(
        generation.getDeleteTime().getSeconds() + STUB,
        generation.getExpireTime().getSeconds() + LATE);
  }

  /**
   * A state's name as people read it: QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED or FILTERED.
   */
  public static String name(State state) {
    return state.name().replaceFirst("^STATE_", "");
  }

  /** The instant as protobuf has it. */
  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** The protobuf time as an instant. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static Snapshot.Builder end(Snapshot current, State state, Instant now) {
    Snapshot.Builder next = next(current, state);
    next.getGenerationBuilder().setEndTime(timestamp(now));
    return next;
  }

  private static Snapshot.Builder next(Snapshot current, State state) {
    return next(current.toBuilder(), state);
  }

  private static Snapshot.Builder next(Snapshot.Builder next, State state) {
    next.setVersion(next.getVersion() + 1).setReleased(false);
    next.getGenerationBuilder().setState(state);
    return next;
  }
}
