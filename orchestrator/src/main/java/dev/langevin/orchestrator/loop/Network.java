package dev.langevin.orchestrator.loop;

/** Evaluates the network for a job, wherever it runs. */
@FunctionalInterface
public interface Network {
  /** The answer; finite, and an array of the right size for every row. */
  Prediction predict(Rows rows, Waiting waiting);
}
