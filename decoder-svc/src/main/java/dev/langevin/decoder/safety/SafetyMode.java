package dev.langevin.decoder.safety;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When pictures are checked. */
public enum SafetyMode {
  /** Those of models that bring a checker along. */
  MODEL,
  /** None. */
  OFF,
  /** All: a model without a checker can't be used. */
  REQUIRED;

  private static final Logger LOG = LoggerFactory.getLogger(SafetyMode.class);

  /** LANGEVIN_SAFETY_CHECKER, default model. */
  public static SafetyMode of(Environment environment) {
    String choice = environment.choice("SAFETY_CHECKER", "model", "model", "off", "required");
    return valueOf(choice.toUpperCase(Locale.ROOT));
  }

  /** Bytes that a model's checker takes in memory, roughly; 0 for none. */
  public long bytes(ModelDirectory model) {
    return this == OFF ? 0 : model.bytesBeside(SafetyChecker.PART);
  }

  /**
   * A model's checker, if its pictures are to be checked.
   *
   * @throws ModelException naming the file that is missing or can't be used
   */
  public Optional<SafetyChecker> load(ModelDirectory model, ExecutionSettings execution) {
    Path network = model.network(SafetyChecker.PART);
    boolean there = Files.isRegularFile(network);
    if (this == REQUIRED && !there) {
      throw ModelException.network(
          network, "missing; LANGEVIN_SAFETY_CHECKER is required, so it is needed", null);
    }
    if (this == MODEL && !there && model.names(SafetyChecker.PART)) {
      LOG.warn(
          "{}: {} is missing, though {} names it; pictures are not checked."
              + " LANGEVIN_SAFETY_CHECKER=required refuses such a model",
          model.id(),
          network,
          ModelDirectory.INDEX);
    }
    return this == OFF || !there
        ? Optional.empty()
        : Optional.of(SafetyChecker.load(model, execution));
  }
}
