package dev.langevin.sampling.schedule;

import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The variances β of the forward process, in float32 as the reference has them. */
final class Betas {
  private static final int MOST_TIMESTEPS = 100_000;
  private static final double LARGEST = 0.999;

  private Betas() {}

  static float[] of(SchedulerConfig config, String... schedules) {
    int count = config.integer("num_train_timesteps", 1, MOST_TIMESTEPS);
    Optional<double[]> trained = config.numbers("trained_betas", 0, 1);
    if (trained.isPresent()) {
      return trained(trained.get(), count);
    }
    String schedule = config.text("beta_schedule", schedules);
    if (schedule.equals("squaredcos_cap_v2")) {
      return ofAlphaBar(Betas::cosine, count);
    }
    if (schedule.equals("exp")) {
      return ofAlphaBar(t -> StrictMath.exp(-12 * t), count);
    }
    double start = config.number("beta_start", 0, 1);
    double end = config.number("beta_end", start, 1);
    return switch (schedule) {
      case "linear" -> Float32.linspace(start, end, count);
      case "scaled_linear" -> squares(Float32.linspace(Math.sqrt(start), Math.sqrt(end), count));
      case "sigmoid" -> sigmoid(start, end, count);
      default -> throw SamplingException.unsupported("beta_schedule", schedule, "see the class");
    };
  }

  private static float[] trained(double[] given, int count) {
    if (given.length != count) {
      throw SamplingException.contradiction(
          "trained_betas", given.length + " values", "num_train_timesteps is " + count);
    }
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      betas[i] = (float) given[i];
    }
    return betas;
  }

  private static float[] squares(float[] roots) {
    for (int i = 0; i < roots.length; i++) {
      roots[i] *= roots[i];
    }
    return roots;
  }

  /** The β of a curve of ᾱ over 0..1, each at most 0.999. */
  private static float[] ofAlphaBar(DoubleUnaryOperator curve, int count) {
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      double now = curve.applyAsDouble((i + 1) / (double) count);
      double before = curve.applyAsDouble(i / (double) count);
      betas[i] = (float) Math.min(1 - now / before, LARGEST);
    }
    return betas;
  }

  /** Nichol and Dhariwal 2021, "Improved DDPM", equation 17. */
  private static double cosine(double t) {
    double c = StrictMath.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return c * c;
  }

  /** Xu et al. 2022, "GeoDiff": a logistic curve from −6 to 6. */
  private static float[] sigmoid(double start, double end, int count) {
    float[] betas = Float32.linspace(-6, 6, count);
    for (int i = 0; i < count; i++) {
      float s = (float) (1 / (1 + StrictMath.exp(-betas[i])));
      betas[i] = s * (float) (end - start) + (float) start;
    }
    return betas;
  }
}
