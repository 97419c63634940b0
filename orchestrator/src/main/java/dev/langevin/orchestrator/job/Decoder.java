package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import java.util.List;
import java.util.Set;

/** The decoder and its artifact store. */
public interface Decoder {
  /**
   * Decodes and stores one image; twice is as good as once.
   *
   * @param avoid replicas whose answers are in doubt
   * @return an artifact of that image, or that it was filtered
   */
  DecodeResponse decode(DecodeRequest request, Set<String> avoid);

  /** Makes a small picture of latents, without storing it; or says that it was filtered. */
  PreviewResponse preview(PreviewRequest request);

  /**
   * Stores previews side by side; twice is as good as once.
   *
   * @throws dev.langevin.orchestrator.OrchestratorException if it could not, within a minute or so
   */
  StoreFilmStripResponse filmStrip(StoreFilmStripRequest request);

  /** Deletes the generation's artifacts but these. */
  void sweep(String generationId, List<String> keep);
}
