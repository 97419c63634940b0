package dev.langevin.orchestrator.job;

import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import java.util.Optional;

/** A stream to one denoiser replica. One thread uses it, one evaluation at a time. */
public interface PredictionStream extends AutoCloseable {
  /** The replica's name. */
  String replica();

  /** What the predictions' bits depend on. */
  String numericsId();

  /** Hex SHA-256 over the model's files. */
  String modelDigest();

  /**
   * Evaluates rows.
   *
   * @param waiting called about every second while the rows wait for their turn; may throw
   * @throws dev.langevin.orchestrator.OrchestratorException of kind REPLICA, ANSWER or USELESS
   */
  Prediction predict(Rows rows, Runnable waiting);

  /**
   * A stream to another replica that gives the same bits, where the job's next evaluations come so
   * much sooner that it repays having opened it. To be called between two evaluations. This stream
   * stays open, and good for the next evaluation if there is no other.
   *
   * @param stepsLeft evaluations that the job still needs
   */
  default Optional<PredictionStream> better(int stepsLeft) {
    return Optional.empty();
  }

  /** The last prediction is of use: the replica does well. */
  void accepted();

  /** Ends the stream at once; a running evaluation is abandoned. Never throws. */
  @Override
  void close();
}
