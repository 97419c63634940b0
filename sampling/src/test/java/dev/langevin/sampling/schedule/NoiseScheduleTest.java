package dev.langevin.sampling.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.sampling.config.SchedulerConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseScheduleTest {
  private static final List<String> BETAS =
      List.of("linear", "scaled_linear", "squaredcos_cap_v2", "exp");

  @Test
  void timestep_anyScheduleAndSigma_isThatOfAWalkOverAllOfThem() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      NoiseSchedule schedule = schedule(random);
      for (int i = 0; i < 50; i++) {
        double sigma = sigma(schedule, random);
        assertThat(Double.valueOf(schedule.timestep(sigma)))
            .as("seed %d: %s", seed, sigma)
            .isEqualTo(walked(schedule, sigma));
      }
    }
  }

  private static NoiseSchedule schedule(Random random) {
    double start = random.nextInt(4) == 0 ? 0 : random.nextDouble() / 10;
    double end = random.nextInt(4) == 0 ? start : start + random.nextDouble() * (1 - start);
    SchedulerConfig config =
        SchedulerConfig.of(
            Map.of(
                "_class_name",
                "HeunDiscreteScheduler",
                "num_train_timesteps",
                2 + random.nextInt(300),
                "beta_schedule",
                BETAS.get(random.nextInt(BETAS.size())),
                "beta_start",
                start,
                "beta_end",
                end,
                "rescale_betas_zero_snr",
                random.nextInt(3) == 0));
    return NoiseSchedule.of(config, BETAS.toArray(String[]::new)).withFiniteSigma(config);
  }

  /** One of the schedule, one between, or one that no schedule has. */
  private static double sigma(NoiseSchedule schedule, Random random) {
    double known = schedule.sigma(random.nextInt(schedule.timesteps()));
    return switch (random.nextInt(4)) {
      case 0 -> known;
      case 1 -> known * (0.99 + random.nextDouble() / 50);
      case 2 -> StrictMath.exp(80 * random.nextDouble() - 40);
      default -> List.of(0.0, Double.MAX_VALUE, Double.POSITIVE_INFINITY).get(random.nextInt(3));
    };
  }

  /** As the reference finds it: the last level that is not above; no number where there is none. */
  private static Double walked(NoiseSchedule schedule, double sigma) {
    double wanted = StrictMath.log(Math.max(sigma, 1e-10));
    int low = 0;
    while (low < schedule.timesteps() - 2 && schedule.logSigma(low + 1) <= wanted) {
      low++;
    }
    float below = schedule.logSigma(low);
    float above = schedule.logSigma(low + 1);
    double weight = Math.clamp((below - wanted) / (below - above), 0.0, 1.0);
    return (1 - weight) * low + weight * (low + 1);
  }
}
