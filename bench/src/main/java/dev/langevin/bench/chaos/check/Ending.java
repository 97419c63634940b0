package dev.langevin.bench.chaos.check;

import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a job ended, as one gateway tells it.
 *
 * @param state its end state
 * @param reason why it failed; empty if it did not
 * @param message likewise, for people
 * @param artifacts names of what is stored of it: its pictures, in order, and its film strip
 * @param digests of its pictures, hex SHA-256, in order
 */
public record Ending(
    State state, String reason, String message, List<String> artifacts, List<String> digests) {
  /** Of a generation. */
  public static Ending of(Generation generation) {
    Stream<Artifact> film = Stream.of(generation.getFilmStrip().getArtifact());
    return new Ending(
        generation.getState(),
        generation.getError().getReason(),
        generation.getError().getMessage(),
        Stream.concat(
                generation.getArtifactsList().stream(),
                generation.hasFilmStrip() ? film : Stream.empty())
            .map(Artifact::getName)
            .toList(),
        generation.getArtifactsList().stream().map(Artifact::getSha256).toList());
  }
}
