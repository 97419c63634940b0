package dev.langevin.bench.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.noise.NoiseSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
  @Test
  void all_everySampler_isAmongThem() {
    assertThat(Subject.all()).extracting(Subject::name).containsAll(Samplers.names());
  }

  @ParameterizedTest
  @CsvSource({
    "euler, 0",
    "ddim, 0",
    "ddim+eta, 20",
    "euler+s_churn, 20",
    "euler_ancestral, 20",
    "euler_ancestral+cuda_noise, 20",
    "dpmpp_2m+thresholding, 0"
  })
  void draws_wholePlan_countsEveryTensor(String name, int draws) {
    Subject subject = Subject.of(name);
    NoiseSource source = subject.request().noise();
    assertThat(Figure.draws(subject.sampler(), source)).isEqualTo(draws);
  }

  @Test
  void holds_eitherBarExceeded_isFalse() {
    assertThat(figure(29, 4.9).holds()).isTrue();
    assertThat(figure(29, 5.1).holds()).isFalse();
    assertThat(figure(31, 4.9).holds()).isFalse();
    assertThat(figure(29, Double.NaN).holds()).isFalse();
  }

  private static Figure figure(double nanos, double apart) {
    return new Figure("euler", "4x64x64", nanos, apart, 16, 1, false);
  }
}
