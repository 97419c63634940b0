package dev.langevin.denoiser.measure;

import dev.langevin.denoiser.network.NetworkSource;
import dev.langevin.denoiser.network.OnnxDenoiser;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Hardware;
import dev.langevin.runtime.onnx.NetworkException;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.graph.NotRewritableException;
import dev.langevin.runtime.onnx.graph.OnnxFile;
import dev.langevin.runtime.onnx.graph.Rewriting;
import dev.langevin.runtime.onnx.graph.ScalarInput;
import dev.langevin.runtime.onnx.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads networks so that rows of one run may have different times, where that can be. A network
 * whose {@code timestep} is a single number is rewritten, and compared with the original once on
 * each kind of machine; the two are never loaded at the same time. Where it can't be rewritten, or
 * gives something else, the original runs rows of equal times together.
 */
public final class PerRowNetworks implements NetworkSource {
  private static final Logger LOG = LoggerFactory.getLogger(PerRowNetworks.class);
  private static final String TIME = "timestep";

  /** Rises when rewriting changes, so that old comparisons do not count. */
  private static final String REWRITING = "time-per-row-1";

  private final ExecutionSettings settings;
  private final MeasuredStore store;

  /**
   * @param store where what was found is kept
   */
  public PerRowNetworks(ExecutionSettings settings, MeasuredStore store) {
    this.settings = settings;
    this.store = store;
  }

  @Override
  public OnnxDenoiser load(ModelDirectory model, Supplier<String> digest) {
    Path path = model.network(model.denoiser());
    try {
      OnnxFile file = OnnxFile.map(path);
      return file.input(TIME).filter(PerRowNetworks::isSingle).isPresent()
          ? load(model, ScalarInput.perRow(file, TIME, "sample"), subject(digest.get()))
          : OnnxDenoiser.load(model, settings);
    } catch (NotRewritableException e) {
      return original(model, e.getMessage());
    } catch (IOException e) {
      throw ModelException.network(path, "not an ONNX network: " + e.getMessage(), e);
    }
  }

  private static boolean isSingle(Value time) {
    return time.ranked() && (time.shape().isEmpty() || time.shape().equals(List.of(1L)));
  }

  private OnnxDenoiser load(ModelDirectory model, Rewriting rewriting, String subject) {
    Optional<Comparison> before = store.findComparison(subject);
    if (before.isPresent()) {
      return before.get().agrees()
          ? OnnxDenoiser.load(model, rewriting, settings)
          : original(model, before.get().problem());
    }
    TimeCheck check;
    try (OnnxDenoiser original = OnnxDenoiser.load(model, settings)) {
      check =
          new TimeCheck(subject, original, Samples.smallRows(original, model, TimeCheck.rows()));
    } catch (NetworkException | IllegalStateException e) {
      return original(model, "it can't be compared with the original: " + e.getMessage());
    }
    OnnxDenoiser rewritten = null;
    Comparison comparison;
    try {
      rewritten = OnnxDenoiser.load(model, rewriting, settings);
      comparison = check.compare(rewritten);
    } catch (ModelException | NetworkException e) {
      comparison = Comparison.failed(subject, e.getMessage());
    }
    store.save(comparison);
    if (comparison.agrees()) {
      LOG.info(
          "{}: its network is rewritten to take a time for each row; largest difference {}",
          model.name(),
          comparison.difference());
      return rewritten;
    }
    if (rewritten != null) {
      rewritten.close();
    }
    return original(model, comparison.problem());
  }

  private OnnxDenoiser original(ModelDirectory model, String why) {
    LOG.warn(
        "{}: its network takes one {} for a whole batch, so that only rows of equal times run"
            + " together; it was not rewritten to take one for each row: {}",
        model.name(),
        TIME,
        why);
    return OnnxDenoiser.load(model, settings);
  }

  private String subject(String digest) {
    Hardware hardware = Hardware.of(settings.provider());
    return String.join(
        "/",
        REWRITING,
        digest.substring(0, 16),
        "onnxruntime-" + OnnxNetwork.runtimeVersion(),
        settings.provider().name().toLowerCase(Locale.ROOT),
        hardware.model(),
        hardware.instructions(),
        "threads-" + settings.threads());
  }
}
