package dev.langevin.bench.concepts;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.schedule.ForwardProcess;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The forward process on a picture, at ever later timesteps. */
final class ForwardSheet {
  private ForwardSheet() {}

  /**
   * A row of x_t, each drawn from the picture in one go: Ho et al. 2020, equation 4.
   *
   * @param times timesteps, one for each column
   */
  static List<BufferedImage> noised(
      BufferedImage picture, ForwardProcess process, int[] times, Noise noise) {
    float[] x0 = values(picture);
    List<BufferedImage> row = new ArrayList<>();
    for (int t : times) {
      row.add(picture(process.noised(x0, t, noise), picture.getWidth(), picture.getHeight()));
    }
    return row;
  }

  /** Red, green, blue of each pixel, −1 to 1. */
  private static float[] values(BufferedImage picture) {
    int width = picture.getWidth();
    float[] values = new float[3 * width * picture.getHeight()];
    for (int i = 0; i < values.length / 3; i++) {
      int rgb = picture.getRGB(i % width, i / width);
      for (int c = 0; c < 3; c++) {
        values[3 * i + c] = (rgb >> 16 - 8 * c & 0xff) / 127.5f - 1;
      }
    }
    return values;
  }

  private static BufferedImage picture(float[] values, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length / 3; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        int level = Math.round((values[3 * i + c] + 1) * 127.5f);
        rgb = rgb << 8 | Math.clamp(level, 0, 255);
      }
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }
}
