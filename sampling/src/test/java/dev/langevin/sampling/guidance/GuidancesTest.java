package dev.langevin.sampling.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Outputs;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.Ddim;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each method on four elements, against its formula done by hand, and where methods coincide. */
class GuidancesTest {
  private static final float[] X = {0.5f, -1, 2, 0.25f};
  private static final float[] C = {1, 2, -1, 0.5f};
  private static final float[] U = {0.5f, 1, 0, -0.5f};
  private static final float[] N = {2, 0, 1, 1};
  private static final Prediction SAMPLE = new Prediction(PredictionType.SAMPLE, new Limit.None());

  @Test
  void rescaled_fully_hasTheDeviationOfThePrompt() {
    Guidance guidance = new Rescaled(new ClassifierFree(7), 1);
    float[] raw = combine(guidance, C, U).raw();
    assertThat(deviation(raw)).isCloseTo(deviation(C), within(1e-5));
    float[] plain = combine(new ClassifierFree(7), C, U).raw();
    assertThat(raw[0] / plain[0]).isCloseTo(raw[1] / plain[1], within(1e-5f));
    assertThat(combine(new Rescaled(new ClassifierFree(7), 0), C, U).raw()).isEqualTo(plain);
  }

  @Test
  void interval_outside_costsNoSecondRow() {
    Guidance guidance = new Interval(new ClassifierFree(4), 0.5, 5);
    assertThat(guidance.rows(at(Level.varianceExploding(6)))).containsExactly(0);
    assertThat(guidance.rows(at(Level.varianceExploding(5)))).containsExactly(0, 1);
    assertThat(guidance.rows(at(Level.normalised(0.5)))).containsExactly(0);
    Outputs outside = new Outputs(at(Level.varianceExploding(6)), X, SAMPLE, new float[][] {C});
    assertThat(guidance.combine(outside, Guided.NONE).raw()).isEqualTo(C);
  }

  @Test
  void plusPlus_splitsPictureAndNoise() {
    Guided guided = combine(new PlusPlus(0.5), C, U);
    assertThat(guided.raw()).containsExactly(0.75f, 1.5f, -0.5f, 0);
    assertThat(guided.baseline()).isEqualTo(U);
    assertThat(new PlusPlus(0.5).splits()).isTrue();
    assertThat(new Ddim().splits()).isTrue();
  }

  @Test
  void projected_keepingAll_isClassifierFree() {
    float[] plain = combine(new ClassifierFree(5), C, U).raw();
    float[] same = combine(new Projected(5, 1, 0, 0), C, U).raw();
    for (int i = 0; i < plain.length; i++) {
      assertThat(same[i]).isCloseTo(plain[i], within(1e-5f));
    }
  }

  @Test
  void projected_keepingNothingParallel_movesAcrossThePromptsEstimate() {
    float[] raw = combine(new Projected(5, 0, 0, 0), C, U).raw();
    double along = 0;
    for (int i = 0; i < C.length; i++) {
      along += (raw[i] - C[i]) * C[i]; // with a network that predicts x₀, the estimate is C itself
    }
    assertThat(along).isCloseTo(0, within(1e-4));
  }

  @Test
  void projected_threshold_boundsTheDifference() {
    float[] raw = combine(new Projected(2, 1, 0.1, 0), C, U).raw();
    double norm = 0;
    for (int i = 0; i < C.length; i++) {
      norm += Math.pow(raw[i] - C[i], 2);
    }
    assertThat(Math.sqrt(norm)).isCloseTo(0.1, within(1e-5));
  }

  @Test
  void projected_momentum_isItsMemory() {
    Projected guidance = new Projected(2, 1, 0, -0.5);
    Guided first = combine(guidance, C, U);
    assertThat(first.memory()).containsExactly(0.5f, 1, -1, 1);
    Outputs again = new Outputs(at(Level.normalised(1)), X, SAMPLE, new float[][] {C, U});
    assertThat(guidance.combine(again, first.memory()).memory())
        .containsExactly(0.25f, 0.5f, -0.5f, 0.5f);
  }

  @Test
  void negatives_perpendicular_doesNotWeakenThePrompt() {
    Negatives guidance = new Negatives(1, List.of(3.0), true);
    assertThat(guidance.rows(null)).containsExactly(0, 1, 2);
    float[] raw = combine(guidance, C, U, N).raw();
    double along = 0;
    double square = 0;
    for (int i = 0; i < C.length; i++) {
      along += (raw[i] - U[i]) * (C[i] - U[i]);
      square += (C[i] - U[i]) * (C[i] - U[i]);
    }
    assertThat(along).as("all of c − u is still there").isCloseTo(square, within(1e-4));
    assertThat(combine(new Negatives(1, List.of(3.0), true), C, U, C).raw()).containsExactly(C);
  }

  @Test
  void negatives_weighted_areSubtracted() {
    float[] raw = combine(new Negatives(2, List.of(0.5, 1.0), false), C, U, N, C).raw();
    for (int i = 0; i < raw.length; i++) {
      float expected = U[i] + 2 * (-0.5f * (N[i] - U[i]));
      assertThat(raw[i]).isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void scaleCurve_goesFromFirstToLast() {
    ScaleCurve curve = new ScaleCurve(8, 1, ScaleCurve.Shape.COSINE, 5);
    float[][] rows = {{2}, {1}};
    float[] scales = {8, 4.5f, 1, 1};
    int[] steps = {0, 2, 4, 7};
    for (int i = 0; i < steps.length; i++) {
      Outputs outputs = new Outputs(step(steps[i]), new float[1], SAMPLE, rows);
      assertThat(curve.combine(outputs, Guided.NONE).raw()[0]).isEqualTo(1 + scales[i]);
    }
    assertThat(curve.rows(step(4))).as("scale 1 costs no second row").containsExactly(0);
    assertThat(curve.rows(step(1))).containsExactly(0, 1);
  }

  @Test
  void named_methodsOfTheNetworksInside_areRefusedByName() {
    for (String name : List.of("PAG", "seg", "slg", "skip_layer")) {
      assertThatThrownBy(() -> Guidances.named(name))
          .hasMessageContaining("guidance: " + name + " is not supported")
          .hasMessageContaining("the network's inside");
    }
    assertThat(Guidances.named("CFG++")).isEqualTo("cfg_pp");
    assertThatThrownBy(() -> Guidances.named("more")).hasMessageContaining("is not one of cfg");
  }

  @Test
  void constructors_valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new PlusPlus(1.5)).hasMessage("lambda: 1.5 is not in 0..1");
    assertThatThrownBy(() -> new Rescaled(new ClassifierFree(2), Double.NaN))
        .hasMessage("guidance_rescale: NaN is not in 0..1");
    assertThatThrownBy(() -> new Interval(new ClassifierFree(2), 3, 2))
        .hasMessageContaining("guidance_interval: 3.0..2.0");
    assertThatThrownBy(() -> new Projected(2, 0, -1, 0)).hasMessageContaining("apg_threshold: -1");
    assertThatThrownBy(() -> new Negatives(2, List.of(), true))
        .hasMessage("negative prompts: 0 is not in 1..16");
    assertThatThrownBy(() -> new ScaleCurve(2, -1, ScaleCurve.Shape.LINEAR, 5))
        .hasMessageContaining("end_scale: -1");
    assertThatThrownBy(() -> new ScaleCurve(2, 1, ScaleCurve.Shape.LINEAR, 0))
        .hasMessageContaining("steps: 0");
  }

  private static Guided combine(Guidance guidance, float[]... rows) {
    return guidance.combine(new Outputs(at(Level.normalised(1)), X, SAMPLE, rows), Guided.NONE);
  }

  private static Evaluation at(Level level) {
    return new Evaluation(0, 0, 0, 0, 1, level, level, Level.CLEAN, new double[0]);
  }

  private static Evaluation step(int step) {
    Level level = Level.normalised(1);
    return new Evaluation(step, step, 0, 0, 1, level, level, Level.CLEAN, new double[0]);
  }

  private static double deviation(float[] values) {
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    return Math.sqrt(square - mean * mean);
  }
}
