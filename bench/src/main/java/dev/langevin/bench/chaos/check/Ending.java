package dev.langevin.bench.chaos.check;

import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.List;

/**
 * How a job ended, as one gateway tells it.
 *
 * @param state its end state
 * @param reason why it failed; empty if it did not
 * @param message likewise, for people
 * @param artifacts names of its pictures, in order
 * @param digests of its pictures, hex SHA-256, in order
 */
public record Ending(
    State state, String reason, String message, List<String> artifacts, List<String> digests) {
  /** Of a generation. */
  public static Ending of(Generation generation) {
    return new Ending(
        generation.getState(),
        generation.getError().getReason(),
        generation.getError().getMessage(),
        generation.getArtifactsList().stream().map(Artifact::getName).toList(),
        generation.getArtifactsList().stream().map(Artifact::getSha256).toList());
  }
}
