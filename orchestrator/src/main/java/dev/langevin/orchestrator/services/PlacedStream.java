package dev.langevin.orchestrator.services;

import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.orchestrator.services.Placement.Journey;
import java.util.Optional;

/** A stream that knows where it is, since when, and what it took to get there. */
final class PlacedStream implements PredictionStream {
  /** Decides whether a job moves, and opens its stream there if it does. */
  interface Moves {
    /**
     * A stream at another replica, if that repays opening it.
     *
     * @param opening with the files and the numerics that the job is to keep
     */
    Optional<PredictionStream> from(Replica here, Opening opening, Journey journey);
  }

  private final GrpcPredictionStream stream;
  private final Replica here;
  private final Opening opening;
  private final long openingNanos;
  private final Moves moves;
  private long decided = System.nanoTime();

  /**
   * Around a stream that has just been opened.
   *
   * @param openingNanos how long that took
   */
  PlacedStream(
      GrpcPredictionStream stream, Replica here, Opening opening, long openingNanos, Moves moves) {
    this.stream = stream;
    this.here = here;
    this.opening = opening.like(stream.modelDigest(), stream.numericsId());
    this.openingNanos = openingNanos;
    this.moves = moves;
  }

  /** Decides once in a while: by the same reports nobody decides twice. */
  @Override
  public Optional<PredictionStream> better(int stepsLeft) {
    long stayed = System.nanoTime() - decided;
    if (stayed < Placement.STAY.toNanos()) {
      return Optional.empty();
    }
    decided += stayed;
    return moves.from(
        here, opening, new Journey(opening.rowsPerStep(), stepsLeft, stayed, openingNanos));
  }

  @Override
  public String replica() {
    return stream.replica();
  }

  @Override
  public String numericsId() {
    return stream.numericsId();
  }

  @Override
  public String modelDigest() {
    return stream.modelDigest();
  }

  @Override
  public Prediction predict(Rows rows, Runnable waiting) {
    return stream.predict(rows, waiting);
  }

  @Override
  public void accepted() {
    stream.accepted();
  }

  @Override
  public void close() {
    stream.close();
  }
}
