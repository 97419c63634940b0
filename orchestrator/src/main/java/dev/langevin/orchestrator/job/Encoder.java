package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.EncodeResponse;
import java.util.List;

/** The text encoder. */
@FunctionalInterface
public interface Encoder {
  /** Encodes prompts, in order; an empty one is the unconditional prompt. */
  EncodeResponse encode(String model, List<String> prompts);
}
