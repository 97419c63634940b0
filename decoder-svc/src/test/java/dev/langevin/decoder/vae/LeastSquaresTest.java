package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  @Test
  void solve_exactModel_findsIt() {
    LeastSquares problem = new LeastSquares(3, 2);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      problem.add(new double[] {a, b, 1}, new double[] {2 * a - b + 0.5, 3 * b});
    }

    double[][] found = problem.solve();

    assertThat(found[0]).containsExactly(new double[] {2, -1, 0.5}, within(1e-4));
    assertThat(found[1]).containsExactly(new double[] {0, 3, 0}, within(1e-4));
  }

  @Test
  void solve_inputThatSaysNothing_getsNoWeight() {
    LeastSquares problem = new LeastSquares(2, 1);
    problem.add(new double[] {0, 1}, new double[] {4});
    problem.add(new double[] {0, 1}, new double[] {6});

    assertThat(problem.solve()[0]).containsExactly(new double[] {0, 5}, within(1e-4));
  }
}
