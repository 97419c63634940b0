package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  @Test
  void read_png_givesItsSamples() throws Exception {
    Rgb picture = PngTest.noise(9, 5);

    assertThat(read(PngWriter.write(picture, Map.of())).samples()).isEqualTo(picture.samples());
  }

  @Test
  void read_jpeg_isNear() throws Exception {
    Rgb read = read(file(filled(BufferedImage.TYPE_INT_RGB, new Color(200, 30, 90)), "jpeg"));

    assertThat(read.samples()[0] & 0xff).isBetween(190, 210);
    assertThat(read.samples()[1] & 0xff).isBetween(20, 40);
  }

  @Test
  void read_grey_keepsItsValues() throws Exception {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 100);

    byte[] samples = read(file(image, "png")).samples();

    assertThat(Arrays.copyOfRange(samples, 0, 6)).containsExactly(0, 0, 0, 100, 100, 100);
  }

  @Test
  void read_transparent_showsWhite() throws Exception {
    BufferedImage image = filled(BufferedImage.TYPE_INT_ARGB, new Color(0, 0, 0, 0));
    image.setRGB(1, 0, new Color(255, 0, 0, 255).getRGB());

    byte[] samples = read(file(image, "png")).samples();

    assertThat(Arrays.copyOfRange(samples, 0, 6)).containsExactly(255, 255, 255, 255, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_USHORT_GRAY})
  void read_otherKinds_areRead(int type) throws Exception {
    assertThat(read(file(filled(type, Color.WHITE), "png")).samples()).containsOnly(255);
  }

  @Test
  void read_sizeNotAllowed_namesBoth() {
    byte[] file = PngWriter.write(PngTest.noise(9, 5), Map.of());

    assertThatThrownBy(() -> PictureReader.read(file, (w, h) -> w == 64, "64x64"))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage("9x5 is not 64x64");
  }

  @Test
  void read_otherOrDamagedFiles_areRefused() {
    byte[] cut = Arrays.copyOf(PngWriter.write(PngTest.noise(9, 5), Map.of()), 60);

    assertThatThrownBy(() -> read("GIF89a".getBytes())).hasMessageContaining("neither");
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("neither");
    assertThatThrownBy(() -> read(cut)).isInstanceOf(UnreadableImageException.class);
    assertThatThrownBy(() -> read(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3}))
        .isInstanceOf(UnreadableImageException.class);
  }

  private static Rgb read(byte[] file) throws UnreadableImageException {
    return PictureReader.read(file, (width, height) -> true, "any");
  }

  private static BufferedImage filled(int type, Color colour) {
    BufferedImage image = new BufferedImage(8, 8, type);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, colour.getRGB());
    }
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
