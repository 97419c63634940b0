package dev.langevin.decoder.vae;

import dev.langevin.decoder.image.Rgb;

/** Between the autoencoder's −1..1 and 8 bits, rounding as the reference library does. */
public final class Pixels {
  private static final int CHANNELS = 3;

  private Pixels() {}

  /** x/2 + 1/2, clamped to 0..1, times 255, rounded half to even; all in single precision. */
  public static Rgb toRgb(Planes picture) {
    int plane = picture.height() * picture.width();
    byte[] samples = new byte[plane * CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < plane; i++) {
        float unit = Math.clamp(picture.values()[c * plane + i] / 2 + 0.5f, 0f, 1f);
        samples[i * CHANNELS + c] = (byte) (int) Math.rint(unit * 255f);
      }
    }
    return new Rgb(picture.width(), picture.height(), samples);
  }

  /** 2 (sample / 255) − 1. */
  public static Planes fromRgb(Rgb picture) {
    int plane = picture.height() * picture.width();
    float[] values = new float[plane * CHANNELS];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        values[c * plane + i] = 2 * ((picture.samples()[i * CHANNELS + c] & 0xff) / 255f) - 1;
      }
    }
    return new Planes(CHANNELS, picture.height(), picture.width(), values);
  }
}
