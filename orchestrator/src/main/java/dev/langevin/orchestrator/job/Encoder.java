package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;

/** The text encoder. */
@FunctionalInterface
public interface Encoder {
  /** Encodes a job's prompts, in order. */
  EncodeResponse encode(EncodeRequest request);
}
