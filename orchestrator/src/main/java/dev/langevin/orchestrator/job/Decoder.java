package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.v1.Artifact;
import java.util.List;

/** The decoder and its artifact store. */
public interface Decoder {
  /** Decodes and stores one image; twice is as good as once. */
  Artifact decode(DecodeRequest request);

  /** Deletes the generation's artifacts but these. */
  void sweep(String generationId, List<String> keep);
}
