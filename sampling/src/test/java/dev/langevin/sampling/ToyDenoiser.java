package dev.langevin.sampling;

/** The closed-form denoiser of the reference figures, in float32. */
final class ToyDenoiser {
  private ToyDenoiser() {}

  static float[] answer(float[] x, double time, boolean learnedVariance) {
    float[] result = new float[learnedVariance ? 2 * x.length : x.length];
    float shift = 0.1f * (float) Math.cos((float) time / 150f);
    for (int i = 0; i < x.length; i++) {
      result[i] = 0.6f * x[i] + 0.25f * (float) Math.sin(2f * x[i]) + shift;
      if (learnedVariance) {
        result[x.length + i] = (float) Math.tanh(0.5f * x[i]);
      }
    }
    return result;
  }

  /** The score of a standard normal picture under noise σ: −x/(1 + σ²). */
  static float[] score(float[] x, double sigma) {
    float[] score = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      score[i] = (float) (-x[i] / (1 + sigma * sigma));
    }
    return score;
  }
}
