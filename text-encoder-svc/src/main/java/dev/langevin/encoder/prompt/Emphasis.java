package dev.langevin.encoder.prompt;

/** How weights act on the states of a chunk, one weight a row. */
public final class Emphasis {
  private Emphasis() {}

  /**
   * Rows times weights, then everything scaled so that the mean is what it was: the "Original" of
   * AUTOMATIC1111's web UI.
   *
   * @param states row-major; not changed
   */
  public static float[] scaled(float[] states, float[] weights) {
    int width = states.length / weights.length;
    float[] scaled = new float[states.length];
    for (int i = 0; i < states.length; i++) {
      scaled[i] = states[i] * weights[i / width];
    }
    float restore = mean(states) / mean(scaled);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= restore;
    }
    return scaled;
  }

  /**
   * The states' distance from those of an empty prompt, row by row, times the weights: ComfyUI's.
   *
   * @param states row-major; not changed
   * @param empty states of the empty prompt, of the same shape
   */
  public static float[] fromEmpty(float[] states, float[] weights, float[] empty) {
    int width = states.length / weights.length;
    float[] moved = states.clone();
    for (int i = 0; i < states.length; i++) {
      float weight = weights[i / width];
      if (weight != 1) {
        moved[i] = (states[i] - empty[i]) * weight + empty[i];
      }
    }
    return moved;
  }

  private static float mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return (float) (sum / values.length);
  }
}
