package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.noise.TorchNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference figures do not cover, derived from the papers, on a known target. */
class DerivedTest {
  private static final GaussianTarget TARGET = new GaussianTarget(0.4, 0.5);
  private static final float BEGIN = 1.7f;
  private static final Map<String, Object> SCORE_VP = Map.of("_class_name", "ScoreSdeVpScheduler");

  /** Mean and deviation within the sampling error, with Langevin corrections and without. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void scoreSdeVp_thousandSteps_hasMeanAndDeviationOfTheTarget(int corrections) {
    int size = 4096;
    SamplingRequest request =
        SamplingRequest.ofSteps(1000).withArgument("correct_steps", corrections);
    Sampler sampler = Samplers.create(SCORE_VP, request);
    float[] x = run(sampler, sampler.start(17, size));
    double mean = 0;
    double square = 0;
    for (float each : x) {
      mean += each / size;
      square += (double) each * each / size;
    }
    double error = TARGET.deviation() / Math.sqrt(size);
    assertThat(mean).isCloseTo(TARGET.mean(), within(4 * error));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(TARGET.deviation(), within(4 * error));
  }

  @Test
  void scoreSdeVp_probabilityFlow_endsWhereTheFlowDoes() {
    Sampler sampler = flowSampler(1000, 1e-3);
    assertThat(flowed(sampler, 1000)).isCloseTo(exact(sampler, Level.CLEAN), within(1e-3));
  }

  /** Up to the last step, whose ε changes as the square root of time. */
  @Test
  void scoreSdeVp_probabilityFlow_isOfOrderOne() {
    double[] errors = new double[2];
    for (int k = 0; k < errors.length; k++) {
      int steps = 250 << k;
      Sampler sampler = flowSampler(steps, 1e-5);
      Level end = sampler.plan().evaluations().getLast().from();
      errors[k] = Math.abs(flowed(sampler, steps - 1) - exact(sampler, end));
    }
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isCloseTo(1, within(0.25));
  }

  @Test
  void scoreSdeVe_probabilityFlow_isOfOrderOne() {
    double coarse = explodingError(500);
    double fine = explodingError(1000);
    assertThat(fine).isLessThan(0.03);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(1, within(0.2));
  }

  /** The curve of ᾱ is exp(−12·t). */
  @Test
  void heun_expSchedule_isItsCurve() {
    Map<String, Object> config = Configs.of("HeunDiscreteScheduler", "beta_schedule", "exp");
    for (Evaluation e : Samplers.create(config, SamplingRequest.ofSteps(4)).plan().evaluations()) {
      double bar = Math.exp(-12 * (e.time() + 1) / 1000);
      if (e.time() == Math.rint(e.time())) {
        assertThat(e.read().sigma() / Math.sqrt((1 - bar) / bar)).isCloseTo(1, within(1e-3));
      }
    }
  }

  @Test
  void euler_continuousTime_isAQuarterOfTheLogarithm() {
    Map<String, Object> config =
        Configs.of(
            "EulerDiscreteScheduler",
            "timestep_type",
            "continuous",
            "prediction_type",
            "v_prediction");
    for (Evaluation e : Samplers.create(config, SamplingRequest.ofSteps(5)).plan().evaluations()) {
      assertThat(e.time()).isCloseTo(Math.log(e.from().sigma()) / 4, within(1e-6));
    }
  }

  /** x′ = (1 − σ′)·x₀ + σ′·z, with z drawn after the first noise. */
  @Test
  void flowEuler_stochastic_mixesItsEstimateWithFreshNoise() {
    Map<String, Object> config =
        Configs.of("FlowMatchEulerDiscreteScheduler", "stochastic_sampling", true);
    Sampler sampler = Samplers.create(config, SamplingRequest.ofSteps(2));
    TorchNoise noise = TorchNoise.seeded(5);
    float[] x = noise.next(16);
    float[] z = noise.next(16);
    State state = sampler.start(5, 16);
    float[] velocity = new float[16];
    Arrays.fill(velocity, 0.3f);
    Evaluation first = sampler.plan().evaluations().getFirst();
    state = sampler.advance(state, new float[][] {velocity}).next();
    double next = first.to().sigma();
    for (int i = 0; i < x.length; i++) {
      double x0 = x[i] - first.from().sigma() * 0.3;
      assertThat((double) state.x()[i]).isCloseTo((1 - next) * x0 + next * z[i], within(1e-6));
    }
  }

  /** A file that lists its betas means what one that names their schedule does. */
  @Test
  void trainedBetas_ofTheLinearSchedule_giveItsPlan() {
    Map<String, Object> named = Configs.of("DDPMScheduler", "beta_schedule", "linear");
    List<Double> betas = new ArrayList<>();
    for (int t = 0; t < 1000; t++) {
      betas.add(0.00085 + (0.012 - 0.00085) * t / 999);
    }
    Map<String, Object> listed = Configs.of("DDPMScheduler", "trained_betas", betas);
    assertAlphas(listed, named, 1e-5);

    Collections.reverse(betas);
    Map<String, Object> reversed = Configs.of("DDPMScheduler", "trained_betas", betas);
    assertThat(alphas(reversed).get(5)).isLessThan(alphas(named).get(5) - 0.05);
  }

  private static double explodingError(int steps) {
    Sampler sampler =
        Samplers.create(
            Map.of("_class_name", "ScoreSdeVeScheduler"),
            SamplingRequest.ofSteps(steps).withArgument("probability_flow", 1));
    Level first = sampler.plan().evaluations().getFirst().from();
    State state = sampler.startWith(new float[] {(float) first.sigma()}, 0);
    while (!sampler.done(state)) {
      Level at = sampler.plan().evaluations().get(state.evaluation()).read();
      float score = (float) (-TARGET.epsilon(at, state.x())[0] / at.sigma());
      state = sampler.advance(state, new float[][] {{score}}).next();
    }
    return Math.abs(state.x()[0] - TARGET.flow(first, Level.CLEAN, first.sigma()));
  }

  private static void assertAlphas(
      Map<String, Object> config, Map<String, Object> expected, double bar) {
    List<Double> alphas = alphas(config);
    List<Double> wanted = alphas(expected);
    assertThat(alphas).hasSameSizeAs(wanted);
    for (int i = 0; i < alphas.size(); i++) {
      assertThat(alphas.get(i)).isCloseTo(wanted.get(i), within(bar));
    }
  }

  private static List<Double> alphas(Map<String, Object> config) {
    return Samplers.create(config, SamplingRequest.ofSteps(10)).plan().evaluations().stream()
        .map(e -> e.from().alpha())
        .toList();
  }

  private static Sampler flowSampler(int steps, double last) {
    Map<String, Object> config = Map.of("_class_name", "ScoreSdeVpScheduler", "sampling_eps", last);
    return Samplers.create(
        config, SamplingRequest.ofSteps(steps).withArgument("probability_flow", 1));
  }

  private static double flowed(Sampler sampler, int evaluations) {
    State state = sampler.startWith(new float[] {BEGIN}, 0);
    while (state.evaluation() < evaluations) {
      state = advanced(sampler, state);
    }
    return state.x()[0];
  }

  private static double exact(Sampler sampler, Level end) {
    return TARGET.flow(sampler.plan().evaluations().getFirst().from(), end, BEGIN);
  }

  private static float[] run(Sampler sampler, State state) {
    State end = state;
    while (!sampler.done(end)) {
      end = advanced(sampler, end);
    }
    return end.x();
  }

  private static State advanced(Sampler sampler, State state) {
    Level at = sampler.plan().evaluations().get(state.evaluation()).read();
    return sampler.advance(state, new float[][] {TARGET.epsilon(at, state.x())}).next();
  }
}
