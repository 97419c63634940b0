package dev.langevin.sampling.schedule;

import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ways to place noise levels between a largest and a smallest σ, in place of a timestep spacing.
 */
public enum SigmaSpacing {
  /** Where the timesteps are. */
  TIMESTEPS {
    @Override
    double at(double max, double min, double u) {
      throw new UnsupportedOperationException("follows the timesteps");
    }
  },
  /** Karras et al. 2022, "Elucidating the Design Space", equation 5, with ρ = 7. */
  KARRAS {
    @Override
    double at(double max, double min, double u) {
      return karrasAt(max, min, 7, u);
    }
  },
  /** Even in ln σ. */
  EXPONENTIAL {
    @Override
    double at(double max, double min, double u) {
      double top = StrictMath.log(max);
      return StrictMath.exp(top + u * (StrictMath.log(min) - top));
    }
  },
  /** Quantiles of Beta(0.6, 0.6). Lee et al. 2024, "Beta Sampling is All You Need". */
  BETA {
    @Override
    double at(double max, double min, double u) {
      return min + BetaDistribution.quantile(1 - u, 0.6, 0.6) * (max - min);
    }
  },
  /** Even in λ. Lu et al. 2022, "DPM-Solver", section 3.4. */
  LU {
    @Override
    double at(double max, double min, double u) {
      float top = (float) StrictMath.log(max); // float32 as in the reference's table
      return StrictMath.exp(top + u * ((float) StrictMath.log(min) - top));
    }
  };

  /** σ at u from 0 (the largest) to 1 (the smallest). */
  abstract double at(double max, double min, double u);

  /** Karras's levels with another ρ. */
  public static double[] karras(double max, double min, double rho, int count) {
    double[] u = Float32.linspace64(0, 1, count);
    return Arrays.stream(u).map(each -> karrasAt(max, min, rho, each)).toArray();
  }

  /** Even between two values, in float32. */
  public static double[] linear(float first, float last, int count) {
    float[] values = Float32.linspace(first, last, count);
    double[] result = new double[count];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }

  /** From the other end; a single level then is the smallest, as in the reference's EDM. */
  public static double[] reversed(double[] sigmas) {
    return Spacing.reversed(sigmas);
  }

  private static double karrasAt(double max, double min, double rho, double u) {
    double top = StrictMath.pow(max, 1 / rho);
    return StrictMath.pow(top + u * (StrictMath.pow(min, 1 / rho) - top), rho);
  }

  /** {@code count} levels from {@code max} down to {@code min}. */
  public double[] sigmas(double max, double min, int count) {
    double[] u = Float32.linspace64(0, 1, count);
    double[] sigmas = new double[count];
    for (int i = 0; i < count; i++) {
      sigmas[i] = at(max, min, u[i]);
    }
    return sigmas;
  }

  /**
   * The spacing that a configuration asks for.
   *
   * @throws SamplingException if it asks for two
   */
  public static SigmaSpacing of(SchedulerConfig config) {
    List<String> asked = new ArrayList<>();
    SigmaSpacing result = TIMESTEPS;
    if (config.flag("use_beta_sigmas")) {
      asked.add("use_beta_sigmas");
      result = BETA;
    }
    if (config.flag("use_exponential_sigmas")) {
      asked.add("use_exponential_sigmas");
      result = EXPONENTIAL;
    }
    if (config.flag("use_lu_lambdas")) {
      asked.add("use_lu_lambdas");
      result = LU;
    }
    if (config.flag("use_karras_sigmas")) {
      asked.add("use_karras_sigmas");
      result = KARRAS;
    }
    if (asked.size() > 1) {
      throw SamplingException.contradiction(
          asked.get(0), true, "only one of " + String.join(", ", asked) + " can be true");
    }
    return result;
  }
}
