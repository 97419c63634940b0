package dev.langevin.decoder.vae;

import dev.langevin.decoder.image.Rgb;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A linear projection of latents to colours: each latent element's channels and a constant give the
 * mean colour of its pixels. Microseconds instead of a run of the decoder, for previews.
 *
 * @param weights three rows, red to blue; each has a weight for every channel and the constant
 */
public record LatentColours(double[][] weights) {
  private static final int PICTURES = 12;
  private static final int SIDE = 16;
  private static final int COLOURS = 3;

  /**
   * Fits the projection by least squares: on random scenes that the encoder encodes, or where there
   * is no encoder on random latents that the decoder decodes.
   */
  public static LatentColours fit(Autoencoder autoencoder) {
    LeastSquares problem = new LeastSquares(autoencoder.channels() + 1, COLOURS);
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < PICTURES; i++) {
      if (autoencoder.encoderFile().isPresent()) {
        int[] size = autoencoder.smallPicture(SIDE);
        Planes scene = RandomPlanes.scene(random, COLOURS, size[0], size[1]);
        observe(problem, autoencoder.encode(scene), scene);
      } else {
        int[] size = autoencoder.smallLatents(SIDE);
        Planes latents = RandomPlanes.latents(random, autoencoder.channels(), size[0], size[1]);
        observe(problem, latents, autoencoder.decode(latents));
      }
    }
    return new LatentColours(problem.solve());
  }

  /** Whether the network gave numbers to fit. */
  public boolean isFinite() {
    return Arrays.stream(weights).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /** A picture with a pixel for each latent element. */
  public Rgb project(Planes latents) {
    int plane = latents.height() * latents.width();
    float[] colours = new float[COLOURS * plane];
    for (int c = 0; c < COLOURS; c++) {
      for (int i = 0; i < plane; i++) {
        double sum = weights[c][latents.channels()];
        for (int k = 0; k < latents.channels(); k++) {
          sum += weights[c][k] * latents.values()[k * plane + i];
        }
        colours[c * plane + i] = (float) sum;
      }
    }
    return Pixels.toRgb(new Planes(COLOURS, latents.height(), latents.width(), colours));
  }

  private static void observe(LeastSquares problem, Planes latents, Planes picture) {
    int plane = latents.height() * latents.width();
    for (int y = 0; y < latents.height(); y++) {
      for (int x = 0; x < latents.width(); x++) {
        double[] inputs = new double[latents.channels() + 1];
        for (int k = 0; k < latents.channels(); k++) {
          inputs[k] = latents.values()[k * plane + y * latents.width() + x];
        }
        inputs[latents.channels()] = 1;
        problem.add(inputs, mean(picture, picture.height() / latents.height(), y, x));
      }
    }
  }

  private static double[] mean(Planes picture, int factor, int y, int x) {
    double[] mean = new double[COLOURS];
    for (int c = 0; c < COLOURS; c++) {
      for (int i = 0; i < factor * factor; i++) {
        int row = y * factor + i / factor;
        int column = x * factor + i % factor;
        mean[c] += picture.values()[(c * picture.height() + row) * picture.width() + column];
      }
      mean[c] /= factor * factor;
    }
    return mean;
  }
}
