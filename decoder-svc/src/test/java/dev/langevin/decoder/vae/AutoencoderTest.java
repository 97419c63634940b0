package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.decoder.TestModels;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Provider;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);

  @Test
  void decode_latents_areUnscaledAndShifted() {
    try (Autoencoder autoencoder = Autoencoder.load(TestModels.open("tiny"), CPU, 1024)) {
      // z = x / 0.5 + 0.25
      Planes picture = autoencoder.decode(flat(0.1f, -0.2f, 0.3f, 0f));

      assertThat(picture.height()).isEqualTo(32);
      assertThat(picture.values()[0]).isCloseTo(0.45f, within(1e-6f));
      assertThat(picture.values()[1024]).isCloseTo(-0.15f, within(1e-6f));
      assertThat(picture.values()[3071]).isCloseTo(0.85f, within(1e-6f));
    }
  }

  @Test
  void decode_ofEncode_isTheMeanColour() {
    Rgb red = new Rgb(32, 32, filled(32 * 32, 200, 30, 90));
    try (Autoencoder autoencoder = Autoencoder.load(TestModels.open("tiny"), CPU, 1024)) {
      Planes latents = autoencoder.encode(Pixels.fromRgb(red));

      assertThat(latents.channels()).isEqualTo(4);
      assertThat(latents.width()).isEqualTo(8);
      assertThat(Pixels.toRgb(autoencoder.decode(latents)).samples()).isEqualTo(red.samples());
    }
  }

  @Test
  void decode_halfFloats_isNear() {
    try (Autoencoder half = Autoencoder.load(TestModels.open("tiny-float16"), CPU, 1024)) {
      assertThat(half.encoderFile()).isEmpty();
      assertThat(half.decode(flat(0.1f, -0.2f, 0.3f, 0f)).values()[0])
          .isCloseTo(0.45f, within(1e-3f));
    }
  }

  @Test
  void fit_withAndWithoutEncoder_projectsToTheDecodedColours() {
    for (String name : new String[] {"tiny", "tiny-float16"}) {
      try (Autoencoder autoencoder = Autoencoder.load(TestModels.open(name), CPU, 1024)) {
        Planes latents = RandomPlanes.latents(new SplittableRandom(5), 4, 8, 8);
        Rgb preview = LatentColours.fit(autoencoder).project(latents);
        Rgb decoded = Pixels.toRgb(autoencoder.decode(latents));

        assertThat(preview.width()).isEqualTo(8);
        for (int i = 0; i < 64; i++) {
          for (int c = 0; c < 3; c++) {
            int near = decoded.samples()[((i / 8 * 4) * 32 + i % 8 * 4) * 3 + c] & 0xff;
            assertThat(preview.samples()[i * 3 + c] & 0xff).isCloseTo(near, within(2));
          }
        }
      }
    }
  }

  private static Planes flat(float... channels) {
    float[] values = new float[channels.length * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = channels[i / 64];
    }
    return new Planes(channels.length, 8, 8, values);
  }

  private static byte[] filled(int pixels, int... colour) {
    byte[] samples = new byte[pixels * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) colour[i % 3];
    }
    return samples;
  }
}
