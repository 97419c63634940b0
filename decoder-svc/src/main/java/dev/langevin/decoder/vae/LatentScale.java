package dev.langevin.decoder.vae;

import java.util.Arrays;

/**
 * Between the latents of the sampler, x, and those of the autoencoder, z: {@code z = x · deviation
 * / scaling + mean}, channel by channel, and back. A configuration's {@code shift_factor} is the
 * mean of every channel; where it has {@code latents_mean} and {@code latents_std}, each channel
 * has its own.
 *
 * @param scaling another number than 0
 * @param deviations of each channel, greater than 0
 * @param means of each channel
 */
record LatentScale(float scaling, float[] deviations, float[] means) {
  /** The same for every channel. */
  static LatentScale uniform(int channels, float scaling, float shift) {
    float[] deviations = new float[channels];
    float[] means = new float[channels];
    Arrays.fill(deviations, 1);
    Arrays.fill(means, shift);
    return new LatentScale(scaling, deviations, means);
  }

  /** The autoencoder's latents of the sampler's. */
  Planes unscale(Planes x) {
    float[] z = new float[x.values().length];
    int plane = x.height() * x.width();
    for (int i = 0; i < z.length; i++) {
      z[i] = x.values()[i] * deviations[i / plane] / scaling + means[i / plane];
    }
    return new Planes(x.channels(), x.height(), x.width(), z);
  }

  /**
   * The sampler's latents of the autoencoder's; channels after those of this scale are left out.
   */
  Planes scale(Planes z) {
    int plane = z.height() * z.width();
    float[] x = new float[means.length * plane];
    for (int i = 0; i < x.length; i++) {
      x[i] = (z.values()[i] - means[i / plane]) * scaling / deviations[i / plane];
    }
    return new Planes(means.length, z.height(), z.width(), x);
  }
}
