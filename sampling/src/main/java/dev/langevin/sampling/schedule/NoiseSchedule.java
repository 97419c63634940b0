package dev.langevin.sampling.schedule;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.config.SchedulerConfig;

/** The forward process of a trained model: ᾱ at every training timestep, in float32. */
public final class NoiseSchedule {
  private static final float SMALLEST_ALPHA_BAR = 0x1p-24f;

  private final float[] alphaBars;

  private NoiseSchedule(float[] alphaBars) {
    this.alphaBars = alphaBars;
  }

  /** The schedule of a configuration, among those that nearly every scheduler class takes. */
  public static NoiseSchedule of(SchedulerConfig config) {
    return of(config, "linear", "scaled_linear", "squaredcos_cap_v2");
  }

  /**
   * The schedule of a configuration.
   *
   * @param schedules the values of {@code beta_schedule} that the scheduler class takes
   */
  public static NoiseSchedule of(SchedulerConfig config, String... schedules) {
    float[] alphas = Betas.of(config, schedules);
    for (int i = 0; i < alphas.length; i++) {
      alphas[i] = 1 - alphas[i];
    }
    if (config.flag("rescale_betas_zero_snr")) {
      alphas = zeroTerminalSnr(alphas);
    }
    return new NoiseSchedule(Float32.cumulativeProduct(alphas));
  }

  /**
   * Moves √ᾱ so that its last value is 0 and its first stays. Lin et al. 2023, "Common Diffusion
   * Noise Schedules and Sample Steps are Flawed", algorithm 1.
   */
  private static float[] zeroTerminalSnr(float[] alphas) {
    float[] bars = Float32.cumulativeProduct(alphas);
    float first = (float) Math.sqrt(bars[0]);
    float last = (float) Math.sqrt(bars[bars.length - 1]);
    float stretch = first / (first - last);
    for (int i = 0; i < bars.length; i++) {
      float root = ((float) Math.sqrt(bars[i]) - last) * stretch;
      bars[i] = root * root;
    }
    float[] result = new float[bars.length];
    for (int i = 0; i < bars.length; i++) {
      float alpha = i == 0 ? bars[0] : bars[i] / bars[i - 1];
      result[i] = 1 - (1 - alpha); // The reference goes by way of β, in float32.
    }
    return result;
  }

  /**
   * With a last ᾱ of 2⁻²⁴ in place of 0, so that σ stays finite; the reference's schedulers over σ
   * do this when the terminal signal is rescaled to zero.
   */
  public NoiseSchedule withFiniteSigma(SchedulerConfig config) {
    if (!config.flag("rescale_betas_zero_snr")) {
      return this;
    }
    float[] bars = alphaBars.clone();
    bars[bars.length - 1] = SMALLEST_ALPHA_BAR;
    return new NoiseSchedule(bars);
  }

  /** The number of training timesteps. */
  public int timesteps() {
    return alphaBars.length;
  }

  /** ᾱ at a training timestep. */
  public double alphaBar(int t) {
    return alphaBars[t];
  }

  /** The variance-preserving level at a training timestep. */
  public Level level(int t) {
    return Level.variancePreserving(alphaBars[t]);
  }

  /** σ = √((1 − ᾱ)/ᾱ) at a training timestep, in float32. */
  public float sigma(int t) {
    return (float) Math.sqrt((1 - alphaBars[t]) / alphaBars[t]);
  }

  /** σ between training timesteps, linear in t, and constant beyond the ends. */
  public double sigma(double t) {
    if (t <= 0) {
      return sigma(0);
    }
    if (t >= timesteps() - 1) {
      return sigma(timesteps() - 1);
    }
    int below = (int) t;
    double low = sigma(below);
    return (sigma(below + 1) - low) * (t - below) + low;
  }

  /**
   * The training timestep of a σ, linear in ln σ between timesteps, and within their range. By
   * bisection, since σ never falls with t and a plan asks for thousands.
   */
  public double timestep(double sigma) {
    double wanted = StrictMath.log(Math.max(sigma, 1e-10));
    int low = 0;
    int high = timesteps() - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (logSigma(middle) <= wanted) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    float below = logSigma(low);
    float above = logSigma(low + 1);
    double weight = Math.clamp((below - wanted) / (below - above), 0.0, 1.0);
    return (1 - weight) * low + weight * (low + 1);
  }

  /** ln σ at a training timestep, in float32. */
  public float logSigma(int t) {
    return (float) StrictMath.log(sigma(t));
  }

  /** λ = ln(α/σ) at a training timestep, in float32. */
  public float lambda(int t) {
    float alpha = (float) Math.sqrt(alphaBars[t]);
    float sigma = (float) Math.sqrt(1 - alphaBars[t]);
    return (float) StrictMath.log(alpha) - (float) StrictMath.log(sigma);
  }
}
