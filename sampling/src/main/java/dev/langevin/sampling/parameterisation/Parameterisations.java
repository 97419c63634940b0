package dev.langevin.sampling.parameterisation;

import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Map;

/** Reads what the network predicts from a scheduler configuration. */
public final class Parameterisations {
  private static final Map<String, PredictionType> TYPES =
      Map.of(
          "epsilon", PredictionType.EPSILON,
          "sample", PredictionType.SAMPLE,
          "original_sample", PredictionType.SAMPLE,
          "v_prediction", PredictionType.VELOCITY,
          "flow_prediction", PredictionType.FLOW);

  private Parameterisations() {}

  /** The prediction type, if it is among those that the scheduler class takes. */
  public static PredictionType type(SchedulerConfig config, String... allowed) {
    return TYPES.get(config.text("prediction_type", allowed));
  }

  /** The limit on x₀; thresholding goes before clipping, as in the reference. */
  public static Limit limit(SchedulerConfig config) {
    if (config.flag("thresholding")) {
      return new Limit.DynamicThreshold(
          config.number("dynamic_thresholding_ratio", 0, 1),
          config.number("sample_max_value", Float.MIN_NORMAL, Float.MAX_VALUE));
    }
    if (config.flag("clip_sample")) {
      return new Limit.Clip((float) config.number("clip_sample_range", 0, Float.MAX_VALUE));
    }
    return new Limit.None();
  }

  /** Type and limit together. */
  public static Parameterisation of(SchedulerConfig config, String... allowed) {
    return new Prediction(type(config, allowed), limit(config));
  }
}
