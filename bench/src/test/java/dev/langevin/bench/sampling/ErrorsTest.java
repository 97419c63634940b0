package dev.langevin.bench.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  /** The ODE keeps the quantile of a Gaussian: (x − μ)/√(s² + σ²) does not change. */
  @Test
  void flow_gaussian_isTheClosedForm() {
    double exact = 0.4 + (9 - 0.4) * Math.hypot(0.5, 0.6) / Math.hypot(0.5, 14);
    assertThat(Target.GAUSSIAN.flow(14, 0.6, 9)).isCloseTo(exact, within(1e-9));
  }

  @ParameterizedTest(name = "{0} is of order {1}")
  @CsvSource({"euler, 1", "heun, 2", "dpmpp_2m, 2", "dpmpp_3s, 3"})
  void error_mixture_fallsAsTheOrderSays(String sampler, double order) {
    Errors.Point coarse = Errors.of(sampler, Target.MIXTURE, 49);
    Errors.Point fine = Errors.of(sampler, Target.MIXTURE, 97);
    assertThat(Math.log(coarse.error() / fine.error()) / Math.log(2)).isCloseTo(order, within(0.4));
    assertThat(fine.evaluations()).isEqualTo(2 * coarse.evaluations());
  }
}
