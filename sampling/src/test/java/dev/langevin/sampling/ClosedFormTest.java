package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.Ddim;
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.DpmMultistep;
import dev.langevin.sampling.solver.Euler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The solvers on a target whose answers are known. */
class ClosedFormTest {
  private static final GaussianTarget TARGET = new GaussianTarget(0.4, 0.5);
  private static final double SIGMA_MAX = 8;
  private static final double SIGMA_MIN = 0.2;

  @Test
  void euler_halvingTheSteps_isOfOrderOne() {
    assertThat(order(new Euler(), Level::varianceExploding)).isCloseTo(1, within(0.15));
  }

  @Test
  void ddim_halvingTheSteps_isOfOrderOne() {
    assertThat(order(new Ddim(), Level::normalised)).isCloseTo(1, within(0.15));
  }

  @Test
  void dpmMultistep_secondOrder_isOfOrderTwo() {
    for (boolean data : new boolean[] {true, false}) {
      for (boolean heun : new boolean[] {true, false}) {
        Solver solver = new DpmMultistep(new DpmForm(data, false, false), heun, 1);
        assertThat(order(solver, Level::normalised)).as("x0 %s", data).isCloseTo(2, within(0.25));
      }
    }
  }

  @Test
  void dpmMultistep_firstOrder_isDdim() {
    for (boolean data : new boolean[] {true, false}) {
      Solver solver = new DpmMultistep(new DpmForm(data, false, false), false, 0);
      assertThat(error(solver, Level::normalised, 20))
          .isCloseTo(error(new Ddim(), Level::normalised, 20), within(1e-6));
    }
  }

  /** A single step to no noise lands on the denoised estimate, whatever the solver. */
  @Test
  void oneStep_toNoNoise_givesTheDenoisedEstimate() {
    for (String name :
        List.of("ddpm", "ddim", "euler", "euler_ancestral", "dpmpp_2m", "dpmpp_3m_sde")) {
      Map<String, Object> config =
          Configs.of("DDIMScheduler", "clip_sample", false, "timestep_spacing", "trailing");
      Sampler sampler = Samplers.create(config, SamplingRequest.ofSteps(1).withSampler(name));
      State state = sampler.start(5, 64);
      Query query = sampler.query(state);
      Advance last =
          sampler.advance(state, new float[][] {ToyDenoiser.answer(query.input(), 0, false)});
      assertThat(last.next().x()).as(name).isEqualTo(last.denoised());
    }
  }

  /** There and back again: the noise of a picture makes the picture. */
  @Test
  void inversion_andBack_isThePicture() {
    Map<String, Object> config =
        Configs.of("DDIMScheduler", "clip_sample", false, "set_alpha_to_one", false);
    SamplingRequest request = SamplingRequest.ofSteps(500);
    float[] picture = {0.3f, -0.8f, 1.4f};
    float[] noise = denoised(Samplers.inversion(config, request), picture);
    float[] again = denoised(Samplers.create(config, request), noise);
    for (int i = 0; i < picture.length; i++) {
      assertThat(again[i]).isCloseTo(picture[i], within(0.02f));
      assertThat(noise[i]).isNotCloseTo(picture[i], within(0.1f));
    }
  }

  private static float[] denoised(Sampler sampler, float[] latents) {
    State state = sampler.startWith(latents, 0);
    while (!sampler.done(state)) {
      Level at = sampler.plan().evaluations().get(state.evaluation()).read();
      state = sampler.advance(state, new float[][] {TARGET.epsilon(at, state.x())}).next();
    }
    return state.x();
  }

  /** A thousand steps of DDPM sample the target: mean and deviation within the sampling error. */
  @Test
  void ddpm_thousandSteps_hasMeanAndDeviationOfTheTarget() {
    Map<String, Object> config = Configs.of("DDPMScheduler", "clip_sample", false);
    config.put("beta_start", 0.0001);
    config.put("beta_end", 0.02);
    config.put("beta_schedule", "linear");
    int size = 4096;
    State end = sample(Samplers.create(config, SamplingRequest.ofSteps(1000)), size);
    double mean = 0;
    double square = 0;
    for (float x : end.x()) {
      mean += x / size;
      square += (double) x * x / size;
    }
    double error = TARGET.deviation() / Math.sqrt(size);
    assertThat(mean).isCloseTo(TARGET.mean(), within(4 * error));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(TARGET.deviation(), within(4 * error));
  }

  private static State sample(Sampler sampler, int size) {
    State state = sampler.start(17, size);
    while (!sampler.done(state)) {
      Level at = sampler.plan().evaluations().get(state.evaluation()).from();
      float[][] rows = {TARGET.epsilon(at, state.x())};
      state = sampler.advance(state, rows).next();
    }
    return state;
  }

  /** The order between two finite σ, from the errors at 80 and 160 steps. */
  private static double order(Solver solver, Function<Double, Level> scale) {
    double coarse = error(solver, scale, 80);
    double fine = error(solver, scale, 160);
    return Math.log(coarse / fine) / Math.log(2);
  }

  private static double error(Solver solver, Function<Double, Level> scale, int steps) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Level from = scale.apply(sigma(i, steps));
      Level to = scale.apply(sigma(i + 1, steps));
      double[] c =
          switch (solver) {
            case Euler euler -> new double[] {from.sigma(), 0};
            case Ddim ddim -> new double[] {to.alpha(), to.sigma(), 0, 0};
            case DpmMultistep dpm -> {
              double before = i == 0 ? 0 : scale.apply(sigma(i - 1, steps)).lambda();
              yield new double[] {dpm.memory() + 1, before, 0};
            }
            default -> throw new IllegalArgumentException();
          };
      evaluations.add(new Evaluation(i, i, 0, 0, 1, from, from, to, c));
    }
    Plan plan = new Plan(evaluations, steps, SIGMA_MAX);
    Prediction epsilon = new Prediction(PredictionType.EPSILON, new Limit.None());
    Sampler sampler =
        new PlannedSampler(
            plan, solver, epsilon, new ClassifierFree(1), NoiseSource.TORCH_CPU, false);
    Level first = scale.apply(SIGMA_MAX);
    Level last = scale.apply(SIGMA_MIN);
    float begin = (float) (first.alpha() * 2 + first.sigma());
    State state = new State(0, new float[] {begin}, List.of(), Guided.NONE, new byte[0]);
    while (!sampler.done(state)) {
      Level at = plan.evaluations().get(state.evaluation()).from();
      state = sampler.advance(state, new float[][] {TARGET.epsilon(at, state.x())}).next();
    }
    return Math.abs(state.x()[0] - TARGET.flow(first, last, begin));
  }

  private static double sigma(int i, int steps) {
    return SIGMA_MAX * Math.pow(SIGMA_MIN / SIGMA_MAX, (double) i / steps);
  }
}
