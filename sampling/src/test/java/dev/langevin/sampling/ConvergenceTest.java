package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The deterministic solvers between two noise levels, on a Gaussian whose flow is known and on a
 * mixture of two, whose flow is integrated finely. Levels are even in ln σ, so that plans of n and
 * of 2n − 1 steps meet in the middle; ends, where orders are lowered, are left out. Multistep
 * methods of high order begin with low ones, which bounds what LMS (order 4) and DPM-Solver++ 3M
 * (order 3) reach here.
 */
class ConvergenceTest {
  private static final GaussianTarget TARGET = new GaussianTarget(0.4, 0.5);
  private static final int STEPS = 61;

  @ParameterizedTest(name = "{0} is of order {1}")
  @CsvSource({
    "euler_exponential, 1",
    "lms_exponential, 3.6",
    "heun_exponential, 2",
    "dpm2_exponential, 2",
    "dpmpp_2m_exponential, 2",
    "dpmpp_3m_exponential, 2.2",
    "dpmpp_2s_exponential, 2",
    "dpmpp_3s_exponential, 3",
    "deis_exponential, 2",
    "unipc_exponential, 3"
  })
  void solver_halvingTheSteps_isOfItsOrder(String name, double order) {
    for (boolean mixture : new boolean[] {false, true}) {
      double coarse = error(name, STEPS, mixture);
      double fine = error(name, 2 * STEPS - 1, mixture);
      double measured = Math.log(coarse / fine) / Math.log(2);
      String target = mixture ? "mixture" : "Gaussian";
      System.out.printf(
          Locale.ROOT,
          "%-24s %.2e with %d steps, order %.2f, %s%n",
          name,
          coarse,
          STEPS,
          measured,
          target);
      assertThat(measured).as(target).isCloseTo(order, within(0.5));
    }
  }

  private static double error(String name, int steps, boolean mixture) {
    Map<String, Object> config = Configs.modelOf(name);
    Sampler sampler = Samplers.create(config, SamplingRequest.ofSteps(steps).withSampler(name));
    List<Evaluation> evaluations = sampler.plan().evaluations();
    Level first = evaluations.get(0).from();
    float begin = (float) (first.alpha() * 2 + first.sigma());
    State state = sampler.startWith(new float[] {begin}, 0);
    int middle = (steps - 1) / 2;
    while (evaluations.get(state.evaluation()).step() < middle
        || evaluations.get(state.evaluation()).stage() != 0) {
      Level at = evaluations.get(state.evaluation()).read();
      float[] answer =
          mixture ? MixtureTarget.epsilon(at, state.x()) : TARGET.epsilon(at, state.x());
      state = sampler.advance(state, new float[][] {answer}).next();
    }
    Level last = evaluations.get(state.evaluation()).from();
    double exact =
        mixture ? MixtureTarget.flow(first, last, begin) : TARGET.flow(first, last, begin);
    return Math.abs(state.x()[0] - exact);
  }
}
