package dev.langevin.bench.chaos.check;

import dev.langevin.v1.Artifact;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.Generation.State;
import java.util.List;

/**
 * What became of a line of a batch, as a gateway tells it.
 *
 * @param number in the file, from 1
 * @param customId what its maker calls it
 * @param generation id of its generation; empty if there is none
 * @param state of its generation
 * @param reason why it failed or was skipped; empty if it was not
 * @param digests of its pictures, hex SHA-256, in order
 */
public record Line(
    int number,
    String customId,
    String generation,
    State state,
    String reason,
    List<String> digests) {
  /** Of a result. */
  public static Line of(BatchResult result) {
    return new Line(
        result.getLine(),
        result.getCustomId(),
        result.getGenerationId(),
        result.getState(),
        result.getError().getReason(),
        result.getArtifactsList().stream().map(Artifact::getSha256).toList());
  }
}
