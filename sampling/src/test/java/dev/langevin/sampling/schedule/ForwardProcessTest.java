package dev.langevin.sampling.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.noise.TorchNoise;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardProcessTest {
  private static final int SIZE = 20_000;

  @Test
  void chain_manySteps_agreesInDistributionWithTheClosedForm() {
    ForwardProcess process = ForwardProcess.of(Map.of("_class_name", "DDPMScheduler"));
    float[] x0 = new float[SIZE];
    Arrays.fill(x0, 0.8f);
    TorchNoise noise = TorchNoise.seeded(4);
    int t = 149;
    float[] chain = x0;
    for (int i = 0; i <= t; i++) {
      chain = process.step(chain, i, noise);
    }
    float[] closed = process.noised(x0, t, noise);
    double alpha = Math.sqrt(process.schedule().alphaBar(t));
    double sigma = Math.sqrt(1 - process.schedule().alphaBar(t));
    for (float[] each : new float[][] {chain, closed}) {
      double error = sigma / Math.sqrt(SIZE);
      assertThat(mean(each)).isCloseTo(alpha * 0.8, within(4 * error));
      assertThat(deviation(each)).isCloseTo(sigma, within(4 * error));
    }
  }

  @Test
  void snr_everySchedule_falls() {
    for (String schedule :
        new String[] {"linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"}) {
      ForwardProcess process =
          ForwardProcess.of(Map.of("_class_name", "DDPMScheduler", "beta_schedule", schedule));
      for (int t = 1; t < 1000; t++) {
        assertThat(process.snr(t)).as(schedule).isLessThan(process.snr(t - 1));
        assertThat(process.logSnr(t)).isCloseTo(Math.log(process.snr(t)), within(1e-9));
      }
    }
  }

  /** What is often quoted for Stable Diffusion: √ᾱ_T = 0.068, and σ from 0.029 to 14.6. */
  @Test
  void stableDiffusion_ends_areTheOnesQuoted() {
    ForwardProcess process = ForwardProcess.of(stableDiffusion(false));
    assertThat(Math.sqrt(process.schedule().alphaBar(999))).isCloseTo(0.0683, within(1e-4));
    assertThat(process.schedule().sigma(0)).isCloseTo(0.0292f, within(1e-4f));
    assertThat(process.schedule().sigma(999)).isCloseTo(14.6146f, within(1e-4f));
  }

  @Test
  void rescale_zeroTerminalSnr_endsWithoutSignal() {
    ForwardProcess process = ForwardProcess.of(stableDiffusion(true));
    assertThat(process.snr(999)).isZero();
    assertThat(process.logSnr(999)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(process.schedule().alphaBar(0))
        .isCloseTo(ForwardProcess.of(stableDiffusion(false)).schedule().alphaBar(0), within(1e-6));
  }

  @Test
  void noised_timestepOutOfRange_refuses() {
    ForwardProcess process = ForwardProcess.of(stableDiffusion(false));
    assertThatThrownBy(() -> process.noised(new float[4], 1000, TorchNoise.seeded(1)))
        .hasMessage("timestep: 1000 is not in 0..999");
  }

  @Test
  void betaQuantile_knownPoints_agree() {
    // The arcsine law, Beta(1/2, 1/2), has the quantile sin²(πp/2); Beta(2, 1) has √p.
    for (double p : new double[] {0.001, 0.1, 0.5, 0.73, 0.999}) {
      double sine = Math.sin(Math.PI * p / 2);
      assertThat(BetaDistribution.quantile(p, 0.5, 0.5)).isCloseTo(sine * sine, within(1e-12));
      assertThat(BetaDistribution.quantile(p, 2, 1)).isCloseTo(Math.sqrt(p), within(1e-12));
    }
  }

  private static Map<String, Object> stableDiffusion(boolean rescaled) {
    return Map.of(
        "_class_name",
        "DDIMScheduler",
        "beta_start",
        0.00085,
        "beta_end",
        0.012,
        "beta_schedule",
        "scaled_linear",
        "rescale_betas_zero_snr",
        rescaled);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
