package dev.langevin.encoder.network;

import dev.langevin.runtime.onnx.graph.FinalNorm;

/**
 * A text model's final normalisation, for states that its export gives before it.
 *
 * @param norm the model's weights
 * @param epsilon added to the variance
 */
record LayerNorm(FinalNorm norm, double epsilon) {
  /** (x − mean) / √(variance + ε) · weight + bias, row by row; the states are not changed. */
  float[] apply(float[] states) {
    int width = norm.weight().length;
    float[] normal = new float[states.length];
    for (int row = 0; row < states.length; row += width) {
      double mean = 0;
      for (int i = 0; i < width; i++) {
        mean += states[row + i] / (double) width;
      }
      double variance = 0;
      for (int i = 0; i < width; i++) {
        double distance = states[row + i] - mean;
        variance += distance * distance / width;
      }
      double scale = 1 / Math.sqrt(variance + epsilon);
      for (int i = 0; i < width; i++) {
        double unit = (states[row + i] - mean) * scale;
        normal[row + i] = (float) (unit * norm.weight()[i] + norm.bias()[i]);
      }
    }
    return normal;
  }
}
