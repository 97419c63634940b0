package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import java.util.List;

/** The decoder and its artifact store. */
public interface Decoder {
  /** Decodes and stores one image; twice is as good as once. */
  DecodeResponse decode(DecodeRequest request);

  /** Deletes the generation's artifacts but these. */
  void sweep(String generationId, List<String> keep);
}
