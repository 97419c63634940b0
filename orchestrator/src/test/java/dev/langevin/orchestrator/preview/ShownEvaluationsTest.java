package dev.langevin.orchestrator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownEvaluationsTest {
  @Test
  void contains_asManyAsThereAreOrMore_all() {
    assertThat(shown("ddim", 10, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(shown("ddim", 10, 1000)).hasSize(10);
  }

  @Test
  void contains_fewer_spreadEvenlyToTheLast() {
    assertThat(shown("ddim", 10, 1)).containsExactly(9);
    assertThat(shown("ddim", 10, 2)).containsExactly(4, 9);
    assertThat(shown("ddim", 10, 3)).containsExactly(3, 6, 9);
    assertThat(shown("ddim", 1000, 32)).hasSize(32).endsWith(999);
  }

  @Test
  void contains_none_nothing() {
    assertThat(shown("ddim", 10, 0)).isEmpty();
  }

  @Test
  void contains_stepsOfTwoEvaluations_theSecond() {
    assertThat(shown("heun", 3, 3)).containsExactly(1, 3, 4); // the last step has but one
  }

  private static List<Integer> shown(String sampler, int steps, int count) {
    Plan plan =
        Samplers.create(
                Map.of("_class_name", "DDIMScheduler", "prediction_type", "epsilon"),
                SamplingRequest.ofSteps(steps).withSampler(sampler))
            .plan();
    var shown = new ShownEvaluations(plan, count);
    return IntStream.range(0, plan.evaluations().size()).filter(shown::contains).boxed().toList();
  }
}
