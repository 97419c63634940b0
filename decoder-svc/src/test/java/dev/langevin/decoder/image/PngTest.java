package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
  private static final Rgb PICTURE = noise(13, 7);

  @Test
  void write_picture_isReadByImageIo() throws IOException {
    for (Rgb picture : new Rgb[] {PICTURE, gradient(64, 64), noise(1, 1)}) {
      byte[] file = PngWriter.write(picture, Map.of("a", "b"));

      BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
      assertThat(read.getWidth()).isEqualTo(picture.width());
      assertThat(samples(read)).isEqualTo(picture.samples());
    }
  }

  @Test
  void write_smoothPicture_isFiltered() {
    assertThat(PngWriter.write(gradient(64, 64), Map.of())).hasSizeLessThan(64 * 64);
  }

  @Test
  void write_twice_givesTheSameBytes() {
    assertThat(PngWriter.write(PICTURE, Map.of("k", "ü")))
        .isEqualTo(PngWriter.write(PICTURE, Map.of("k", "ü")));
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("plain", "a red sailboat");
    texts.put("latin", "été\nzwei Zeilen");
    texts.put("other", "赤い帆船 🚀\nзакат: \"море\"");
    texts.put("empty", "");

    byte[] file = PngWriter.write(PICTURE, texts);

    assertThat(PngText.read(file)).containsExactlyEntriesOf(texts);
    String latin = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(latin).contains("tEXtlatin", "iTXtother").doesNotContain("tIME", "pHYs");
  }

  @Test
  void read_compressedTexts_inflatesThem() throws IOException {
    byte[] file =
        with(
            chunk("zTXt", join("z\0\0", deflated("häuser", StandardCharsets.ISO_8859_1))),
            chunk("iTXt", join("i\0\1\0de\0Ubersetzt\0", deflated("家", StandardCharsets.UTF_8))));

    assertThat(PngText.read(file)).containsEntry("z", "häuser").containsEntry("i", "家");
  }

  @Test
  void read_bomb_isRefused() throws IOException {
    String large = "a".repeat(PngText.MAX_INFLATED + 1);
    byte[] file = with(chunk("zTXt", join("z\0\0", deflated(large, StandardCharsets.ISO_8859_1))));

    assertThatThrownBy(() -> PngText.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void read_damagedFiles_saysWhatIsWrong() {
    byte[] file = PngWriter.write(PICTURE, Map.of("k", "text"));
    byte[] flipped = file.clone();
    flipped[45] ^= 1;

    assertThatThrownBy(() -> PngText.read(new byte[5])).hasMessageContaining("not a PNG");
    assertThatThrownBy(() -> PngText.read(flipped)).hasMessageContaining("checksum");
    assertThatThrownBy(() -> PngText.read(with(chunk("tEXt", new byte[] {65, 66}))))
        .hasMessageContaining("separator");
    for (int length = 8; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> PngText.read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void write_badKeywordOrNul_isRefused() {
    assertThatThrownBy(() -> PngWriter.write(PICTURE, Map.of("", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PngWriter.write(PICTURE, Map.of("k", "a\0b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Rgb noise(int width, int height) {
    byte[] samples = new byte[width * height * 3];
    new Random(1).nextBytes(samples);
    return new Rgb(width, height, samples);
  }

  static Rgb gradient(int width, int height) {
    byte[] samples = new byte[width * height * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i / 3 / width * 3 + i % 3 * 20 + i / 3 % width);
    }
    return new Rgb(width, height, samples);
  }

  private static byte[] samples(BufferedImage image) {
    ByteArrayOutputStream samples = new ByteArrayOutputStream();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        samples.writeBytes(new byte[] {(byte) (pixel >> 16), (byte) (pixel >> 8), (byte) pixel});
      }
    }
    return samples.toByteArray();
  }

  /** A file with these chunks before its pixels. */
  private static byte[] with(byte[]... chunks) {
    byte[] file = PngWriter.write(PICTURE, Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, 33);
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    out.write(file, 33, file.length - 33);
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] body = join(type, data);
    CRC32 crc = new CRC32();
    crc.update(body);
    return ByteBuffer.allocate(body.length + 8)
        .putInt(data.length)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] join(String head, byte[] tail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(tail);
    return out.toByteArray();
  }

  private static byte[] deflated(String text, Charset charset) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text.getBytes(charset));
    }
    return out.toByteArray();
  }
}
