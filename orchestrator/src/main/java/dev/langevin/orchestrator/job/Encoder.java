package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import java.util.Set;

/** The text encoder. */
@FunctionalInterface
public interface Encoder {
  /**
   * Encodes a job's prompts, in order.
   *
   * @param avoid replicas whose answers are in doubt
   * @return an encoding for each, whole and finite
   */
  EncodeResponse encode(EncodeRequest request, Set<String> avoid);
}
