package dev.langevin.decoder.image;

import java.util.Arrays;

/** Brings pictures of any size to a given one. */
public final class Fitting {
  private static final int CHANNELS = 3;

  private Fitting() {}

  /**
   * The largest part around the picture's middle that has the shape of the target, scaled to it
   * with a triangle as wide as two pixels of the coarser of both: bilinear where it grows, a
   * weighted mean where it shrinks. A picture of that size stays as it is.
   *
   * @param width 1 or more
   * @param height 1 or more
   */
  public static Rgb cover(Rgb picture, int width, int height) {
    return cover(picture, width, height, Kernel.TRIANGLE);
  }

  /** The same with another kernel, whose pixels are those of the coarser of both. */
  public static Rgb cover(Rgb picture, int width, int height, Kernel kernel) {
    double scale = Math.min((double) picture.width() / width, (double) picture.height() / height);
    Axis across = Axis.of(picture.width(), width, scale, kernel);
    Axis down = Axis.of(picture.height(), height, scale, kernel);
    int first = down.first()[0];
    int last = down.first()[height - 1] + down.weights()[height - 1].length;
    float[] rows = rows(picture, across, first, last);
    byte[] samples = new byte[width * height * CHANNELS];
    int row = width * CHANNELS;
    for (int y = 0; y < height; y++) {
      float[] weights = down.weights()[y];
      int from = (down.first()[y] - first) * row;
      for (int i = 0; i < row; i++) {
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * rows[from + k * row + i];
        }
        samples[y * row + i] = (byte) Math.clamp(Math.round(sum), 0, 255);
      }
    }
    return new Rgb(width, height, samples);
  }

  /** The rows from first to last, scaled across. */
  private static float[] rows(Rgb picture, Axis across, int first, int last) {
    int width = across.first().length;
    float[] rows = new float[(last - first) * width * CHANNELS];
    int at = 0;
    for (int y = first; y < last; y++) {
      for (int x = 0; x < width; x++) {
        float[] weights = across.weights()[x];
        int from = (y * picture.width() + across.first()[x]) * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
          float sum = 0;
          for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * (picture.samples()[from + k * CHANNELS + c] & 0xff);
          }
          rows[at++] = sum;
        }
      }
    }
    return rows;
  }

  /**
   * What each position takes of the positions before.
   *
   * @param first the first that counts
   * @param weights of it and those that follow, their sum 1
   */
  private record Axis(int[] first, float[][] weights) {
    static Axis of(int length, int count, double scale, Kernel kernel) {
      double start = (length - scale * count) / 2;
      double pixel = Math.max(scale, 1);
      double reach = kernel.reach() * pixel;
      int[] first = new int[count];
      float[][] weights = new float[count][];
      for (int i = 0; i < count; i++) {
        double centre = start + (i + 0.5) * scale;
        first[i] = Math.clamp((long) Math.floor(centre - reach + 0.5), 0, length - 1);
        int end = Math.clamp((long) Math.ceil(centre + reach - 0.5), first[i] + 1, length);
        weights[i] = new float[end - first[i]];
        double sum = 0;
        for (int k = 0; k < weights[i].length; k++) {
          double distance = Math.abs(first[i] + k + 0.5 - centre) / pixel;
          weights[i][k] = (float) kernel.weight(distance);
          sum += weights[i][k];
        }
        if (sum == 0) { // beside the picture's end, where rounding has led
          Arrays.fill(weights[i], 1);
          sum = weights[i].length;
        }
        for (int k = 0; k < weights[i].length; k++) {
          weights[i][k] /= (float) sum;
        }
      }
      return new Axis(first, weights);
    }
  }
}
