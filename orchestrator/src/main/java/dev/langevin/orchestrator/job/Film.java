package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.FilmFrame;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.preview.Reel;
import dev.langevin.v1.FilmStrip;
import dev.langevin.v1.FilmStripFrame;
import dev.langevin.v1.Progress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The film strip of a job that asks for one: keeps previews, and has the decoder store them. What
 * goes wrong with it costs the job nothing.
 *
 * @param work the job's
 * @param decoder stores it
 * @param reel what is kept; of a job that asks for none, nothing
 */
record Film(Work work, Decoder decoder, Reel reel) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Film.class);

  /** Keeps a preview, if it is one of those. */
  void take(int evaluation, Progress preview) {
    if (asked()) {
      reel.take(evaluation, preview);
    }
  }

  /** Stores what was kept. */
  Filmed stored() {
    if (!asked()) {
      return Filmed.NOT_ASKED;
    }
    List<Progress> frames = reel.frames();
    if (frames.isEmpty()) {
      return Filmed.missing("no preview was made by the attempt that succeeded");
    }
    try {
      return Filmed.of(strip(frames, decoder.filmStrip(request(frames))));
    } catch (OrchestratorException e) {
      LOG.warn(
          "generation {} ends without its film strip: {}", work.getGenerationId(), e.getMessage());
      return Filmed.missing(e.getMessage());
    }
  }

  @Override
  public void close() {
    reel.close();
  }

  private boolean asked() {
    return work.getRequest().getPreviews().getFilmStrip();
  }

  private StoreFilmStripRequest request(List<Progress> frames) {
    StoreFilmStripRequest.Builder request =
        StoreFilmStripRequest.newBuilder()
            .setGenerationId(work.getGenerationId())
            .setIndex(Math.max(1, work.getRequest().getCount()))
            .setSeed(work.getRequest().getSeed());
    for (Progress each : frames) {
      request.addFrames(
          FilmFrame.newBuilder().setEstimate(each.getPreview()).setNoisy(each.getNoisyPreview()));
    }
    return request.build();
  }

  private FilmStrip strip(List<Progress> frames, StoreFilmStripResponse stored) {
    FilmStrip.Builder strip =
        FilmStrip.newBuilder()
            .setArtifact(stored.getArtifact())
            .setFrame(stored.getFrame())
            .setNoisy(work.getRequest().getPreviews().getNoisy());
    for (Progress each : frames) {
      strip.addFrames(
          FilmStripFrame.newBuilder()
              .setStep(each.getPreviewStep())
              .setAlpha(each.getPreviewAlpha())
              .setSigma(each.getPreviewSigma()));
    }
    return strip.build();
  }
}
