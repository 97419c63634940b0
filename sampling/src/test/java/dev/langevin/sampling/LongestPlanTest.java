package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who asks for a plan asks for the processor's time. */
class LongestPlanTest {
  private static final double MOST_SECONDS = 0.5;

  static List<String> samplers() {
    return Samplers.names();
  }

  /** The most steps of the longest schedule, with levels that have to be looked up in it. */
  @ParameterizedTest
  @MethodSource("samplers")
  void create_ofTheLongestSchedule_takesLittle(String name) {
    Map<String, Object> config = new HashMap<>(Configs.modelOf(name));
    config.put("num_train_timesteps", 100_000);
    config.put("beta_schedule", "squaredcos_cap_v2");
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

    Plan plan = plan(config, name);

    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    assertThat(plan.steps()).isPositive();
    assertThat(took / 1e9).as("seconds of a processor").isLessThan(MOST_SECONDS);
  }

  /** With Karras's levels where the sampler can have them, as many steps as it can. */
  private static Plan plan(Map<String, Object> config, String name) {
    for (String each : List.of(name + "_karras", name)) {
      for (int steps : new int[] {1000, 50, 4}) {
        try {
          SamplingRequest request = SamplingRequest.ofSteps(steps).withSampler(each);
          return Samplers.create(config, request).plan();
        } catch (SamplingException e) {
          continue; // it has no such spacing, or takes fewer steps
        }
      }
    }
    throw new AssertionError(name + " can make no plan");
  }
}
