package dev.langevin.orchestrator.job;

import com.google.gson.JsonParseException;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.model.ModelId;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.v1.Size;
import java.util.List;
import java.util.Map;

/**
 * What a job has to know about its model.
 *
 * @param id its name and version
 * @param digest hex SHA-256 over its files
 * @param numericsId what its predictions' bits depend on; empty until a denoiser has loaded it
 * @param scheduler its {@code scheduler_config.json}
 * @param channels channels of the latents
 * @param scaleFactor pixels per latent element, in each direction
 * @param outputChannels channels of a prediction
 */
public record ModelFacts(
    ModelId id,
    String digest,
    String numericsId,
    Map<String, Object> scheduler,
    int channels,
    int scaleFactor,
    int outputChannels) {

  /** Reads a denoiser's description. */
  public static ModelFacts of(ModelDescription description) {
    String name = description.getModel().getName();
    if (description.getLatentChannels() == 0 || description.getScaleFactor() == 0) {
      throw OrchestratorException.environment(
          "the description of model " + name + " has no latent_channels or no scale_factor", null);
    }
    return new ModelFacts(
        new ModelId(name, description.getModel().getVersion()),
        description.getModel().getDigest(),
        description.getNumericsId(),
        parse(name, description.getSchedulerConfig()),
        description.getLatentChannels(),
        description.getScaleFactor(),
        Math.max(description.getOutputChannels(), description.getLatentChannels()));
  }

  /** Channels, rows and columns of one image's latents. */
  public List<Long> latentShape(Size size) {
    return List.of(
        (long) channels,
        (long) size.getHeight() / scaleFactor,
        (long) size.getWidth() / scaleFactor);
  }

  /** Elements of one image's latents. */
  public int latentElements(Size size) {
    return Math.toIntExact(latentShape(size).stream().reduce(1L, Math::multiplyExact));
  }

  /** Elements of one row's prediction. */
  public int outputElements(Size size) {
    return latentElements(size) / channels * outputChannels;
  }

  private static Map<String, Object> parse(String name, String json) {
    try {
      return SchedulerConfigs.parse(json);
    } catch (JsonParseException e) {
      throw OrchestratorException.environment(
          "the scheduler_config of model " + name + " is not JSON: " + e.getMessage(), e);
    }
  }
}
