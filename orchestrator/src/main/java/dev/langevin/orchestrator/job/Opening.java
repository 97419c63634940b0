package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.Tensor;
import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a prediction stream begins with, and what its steps have in common.
 *
 * @param model the model, as name@version
 * @param modelDigest of the files that the job began with; empty if that is not known
 * @param numericsId what the bits of the job's predictions depended on so far; empty at its
 *     beginning. A replica whose bits are the same is preferred
 * @param conditionings per conditioning, the tensors by the name of the network's input
 * @param latentShape channels, rows and columns of one image's latents
 * @param tenant whose job it is
 * @param priority the job's class
 * @param expires when it is given up
 * @param rowsPerStep how many rows a step usually has; for placement
 */
public record Opening(
    String model,
    String modelDigest,
    String numericsId,
    List<Map<String, Tensor>> conditionings,
    List<Long> latentShape,
    String tenant,
    Priority priority,
    Instant expires,
    int rowsPerStep) {

  /** The same for a job whose predictions came from these files, with these bits. */
  public Opening like(String modelDigest, String numericsId) {
    return new Opening(
        model,
        modelDigest,
        numericsId,
        conditionings,
        latentShape,
        tenant,
        priority,
        expires,
        rowsPerStep);
  }
}
