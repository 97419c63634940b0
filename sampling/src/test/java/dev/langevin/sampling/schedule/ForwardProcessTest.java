package dev.langevin.sampling.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.noise.TorchNoise;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    double alpha = process.level(t).alpha();
    double sigma = process.level(t).sigma();
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
    assertThat(process.level(999).alpha()).isCloseTo(0.0683, within(1e-4));
    assertThat(1 / Math.sqrt(process.snr(0))).isCloseTo(0.0292, within(1e-4));
    assertThat(1 / Math.sqrt(process.snr(999))).isCloseTo(14.6146, within(1e-4));
  }

  @Test
  void rescale_zeroTerminalSnr_endsWithoutSignal() {
    ForwardProcess process = ForwardProcess.of(stableDiffusion(true));
    assertThat(process.snr(999)).isZero();
    assertThat(process.logSnr(999)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(process.level(0).alpha())
        .isCloseTo(ForwardProcess.of(stableDiffusion(false)).level(0).alpha(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DDPMScheduler",
        "IPNDMScheduler",
        "FlowMatchEulerDiscreteScheduler",
        "EDMEulerScheduler",
        "EDMDPMSolverMultistepScheduler",
        "ScoreSdeVpScheduler",
        "ScoreSdeVeScheduler"
      })
  void step_throughTheWholeChain_endsAsTheClosedForm(String type) {
    ForwardProcess process =
        ForwardProcess.of(Map.of("_class_name", type, "num_train_timesteps", 100));
    float[] x0 = new float[SIZE];
    Arrays.fill(x0, 0.8f);
    TorchNoise noise = TorchNoise.seeded(9);
    float[] x = x0;
    for (int t = 0; t < process.timesteps(); t++) {
      if (t > 0) {
        assertThat(process.snr(t)).isLessThan(process.snr(t - 1));
      }
      x = process.step(x, t, noise);
    }
    Level last = process.level(99);
    double error = last.sigma() / Math.sqrt(SIZE);
    assertThat(mean(x)).isCloseTo(last.alpha() * 0.8, within(4 * error));
    assertThat(deviation(x)).isCloseTo(last.sigma(), within(4 * error));
  }

  @Test
  void flow_levels_areTheStraightPath() {
    Map<String, Object> config =
        Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "shift", 3);

    ForwardProcess process = ForwardProcess.of(config);

    assertThat(process.timesteps()).isEqualTo(1000);
    assertThat(process.level(249)).isEqualTo(new Level(0.75, 0.25));
    assertThat(process.level(999)).isEqualTo(new Level(0, 1));
    float[] x = process.noised(new float[] {1, -1}, 249, new float[] {2, 0});
    assertThat(x).containsExactly(1.25f, -0.75f);
    assertThat(ForwardProcess.of(stableDiffusion(false), Map.of("use_flow_sigmas", true)).levels())
        .isEqualTo(process.levels());
  }

  @Test
  void of_keysOverTheModel_areThoseOfSamplers() {
    Map<String, Object> model = stableDiffusion(false);
    Map<String, Object> cosine = Map.of("beta_schedule", "squaredcos_cap_v2");
    ForwardProcess process = ForwardProcess.of(model, cosine);
    assertThat(process.levels())
        .isEqualTo(
            Samplers.forward(model, SamplingRequest.ofSteps(5).withOverrides(cosine)).levels());
    // Nichol and Dhariwal 2021, equation 17, at the middle.
    double middle = Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2);
    double start = Math.cos(0.008 / 1.008 * Math.PI / 2);
    assertThat(process.level(499).alpha()).isCloseTo(middle / start, within(1e-5));
    SamplingRequest euler =
        SamplingRequest.ofSteps(5)
            .withSampler("euler")
            .withOverrides(Map.of("use_flow_sigmas", true));
    assertThat(Samplers.forward(model, euler).level(999).alpha()).isPositive();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Map.of("beta_schedule", "laplace"), "beta_schedule: laplace is not one of"),
        Arguments.of(Map.of("use_flow_sigmas", 1), "use_flow_sigmas: 1 must be true or false"),
        Arguments.of(
            Map.of("use_flow_sigmas", true, "num_train_timesteps", 100_001),
            "num_train_timesteps: 100001 is not in 1..100000"),
        Arguments.of(
            Map.of("beta_start", 0, "beta_end", 0, "rescale_betas_zero_snr", true),
            "rescale_betas_zero_snr: true contradicts"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void of_keysThatCannotBe_areRefused(Map<String, Object> keys, String message) {
    assertThatThrownBy(() -> ForwardProcess.of(stableDiffusion(false), keys))
        .isInstanceOf(SamplingException.class)
        .hasMessageStartingWith(message);
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
