package dev.langevin.orchestrator.flight;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the bits of states depend on, beside what was asked for.
 *
 * @param modelDigest hex SHA-256 over the files of the model that predicted; empty if none did yet
 * @param numericsIds of the denoisers, the one that was used last at the end; several if the job
 *     moved between some that need not agree
 */
public record Lineage(String modelDigest, List<String> numericsIds) {
  /** Of states that no network has seen. */
  public static final Lineage NONE = new Lineage("", List.of());

  /** Keeps a copy. */
  public Lineage {
    numericsIds = List.copyOf(numericsIds);
  }

  /** Whether no network has seen the states. */
  public boolean isNone() {
    return modelDigest.isEmpty();
  }

  /** Whether one kind of denoiser made them, as it does for a job that meets no fault. */
  public boolean isPure() {
    return numericsIds.size() <= 1;
  }

  /** What the next evaluation should depend on, too; empty if that is all the same. */
  public String latest() {
    return numericsIds.isEmpty() ? "" : numericsIds.getLast();
  }

  /** After an evaluation by a denoiser with these files and this numerics id. */
  public Lineage then(String digest, String numericsId) {
    Stream<String> others = numericsIds.stream().filter(id -> !id.equals(numericsId));
    return new Lineage(digest, Stream.concat(others, Stream.of(numericsId)).toList());
  }
}
