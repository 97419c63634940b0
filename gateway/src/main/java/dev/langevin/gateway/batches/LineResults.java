package dev.langevin.gateway.batches;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.Error;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;

/** What became of a line, from what is known of it. Pure. */
final class LineResults {
  private LineResults() {}

  /**
   * The line's result.
   *
   * @param snapshot of its generation; null if there is none
   * @param batch as it stands
   */
  static BatchResult of(BatchLine line, Snapshot snapshot, Batch batch) {
    BatchResult.Builder result =
        BatchResult.newBuilder().setLine(line.getLine()).setCustomId(line.getCustomId());
    if (!line.getProblem().isEmpty()) {
      return result.setError(error("LINE_SKIPPED", line.getProblem())).build();
    }
    if (snapshot == null) {
      return withoutGeneration(result, batch).build();
    }
    Generation generation = snapshot.getGeneration();
    result
        .setGenerationId(generation.getId())
        .setState(generation.getState())
        .addAllArtifacts(generation.getArtifactsList());
    if (generation.hasError()) {
      result.setError(generation.getError());
    }
    return result.build();
  }

  private static BatchResult.Builder withoutGeneration(BatchResult.Builder result, Batch batch) {
    return switch (batch.getState()) {
      case STATE_CANCELLED -> result.setState(State.STATE_CANCELLED);
      case STATE_FAILED -> result.setState(State.STATE_FAILED).setError(batch.getError());
      case STATE_COMPLETED ->
          result.setError(error("GENERATION_DELETED", "the line's generation was deleted"));
      case STATE_RUNNING, STATE_PAUSED, STATE_CANCELLING, STATE_UNSPECIFIED, UNRECOGNIZED -> result;
    };
  }

  private static Error error(String reason, String message) {
    return Error.newBuilder().setReason(reason).setMessage(message).build();
  }
}
