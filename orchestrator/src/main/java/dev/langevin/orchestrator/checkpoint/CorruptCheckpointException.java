package dev.langevin.orchestrator.checkpoint;

/** Bytes that are no checkpoint, or were one. */
public final class CorruptCheckpointException extends Exception {
  CorruptCheckpointException(String message) {
    super(message);
  }
}
