package dev.langevin.sampling.schedule;

import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Arrays;

/**
 * Which training timesteps a number of steps visits. Lin et al. 2023, "Common Diffusion Noise
 * Schedules and Sample Steps are Flawed", table 2. Rounding is half-even.
 */
public final class Spacing {
  private Spacing() {}

  /** The timesteps, decreasing; not rounded with linspace, where the caller may need fractions. */
  public static double[] timesteps(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    return switch (kind(config)) {
      case "linspace" -> linspace(train, steps);
      case "leading" -> leading(train / steps, offset(config), steps);
      default -> trailing(train, train, steps);
    };
  }

  /**
   * As the λ-space schedulers of the reference have it: steps + 1 points with the last dropped, and
   * only timesteps below {@code last}.
   */
  public static double[] timestepsWithEnd(SchedulerConfig config, int last, int steps) {
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    double[] all =
        switch (kind(config)) {
          case "linspace" -> rounded(linspace(last, steps + 1));
          case "leading" -> leading(last / (steps + 1), offset(config), steps + 1);
          default -> trailing(last, train, steps);
        };
    return Arrays.copyOf(all, Math.min(all.length, steps));
  }

  /** Half-even, as NumPy rounds. */
  public static double[] rounded(double[] values) {
    return Arrays.stream(values).map(StrictMath::rint).toArray();
  }

  private static String kind(SchedulerConfig config) {
    return config.value("timestep_spacing") == null
        ? "linspace"
        : config.text("timestep_spacing", "linspace", "leading", "trailing");
  }

  private static int offset(SchedulerConfig config) {
    return config.value("steps_offset") == null
        ? 0
        : config.integer("steps_offset", 0, Integer.MAX_VALUE);
  }

  private static double[] linspace(int end, int steps) {
    return reversed(Float32.linspace64(0, end - 1, steps));
  }

  private static double[] leading(int stride, int offset, int steps) {
    double[] timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (double) (steps - 1 - i) * stride + offset;
    }
    return timesteps;
  }

  private static double[] trailing(int last, int train, int steps) {
    double stride = train / (double) steps;
    int count = Math.min(steps, (int) Math.ceil(last / stride));
    double[] timesteps = new double[count];
    for (int i = 0; i < count; i++) {
      timesteps[i] = StrictMath.rint(last - i * stride) - 1;
    }
    return timesteps;
  }

  static double[] reversed(double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[values.length - 1 - i];
    }
    return result;
  }
}
