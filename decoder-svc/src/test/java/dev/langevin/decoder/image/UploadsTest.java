package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as strangers send them. */
class UploadsTest {
  private static final int MOST_PIXELS = 1 << 24;
  private static final byte[] PNG = PngWriter.write(PngTest.noise(8, 8), Map.of());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void read_jpegThatWasTurned_isUpright(int orientation) throws Exception {
    BufferedImage scene = PictureFiles.corners(48, 32);
    byte[] upright = read(PictureFiles.file(scene, "jpeg")).samples();
    byte[] stored = PictureFiles.file(PictureFiles.stored(scene, orientation), "jpeg");

    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Rgb read = read(PictureFiles.withOrientation(stored, orientation, order));

      assertThat(read).extracting(Rgb::width, Rgb::height).containsExactly(48, 32);
      int most = 0;
      for (int i = 0; i < upright.length; i++) {
        most = Math.max(most, Math.abs((upright[i] & 0xff) - (read.samples()[i] & 0xff)));
      }
      assertThat(most).isLessThan(16);
    }
  }

  @Test
  void read_orientationThatSaysNothing_changesNothing() throws Exception {
    byte[] jpeg = PictureFiles.file(PictureFiles.corners(48, 32), "jpeg");
    byte[] plain = read(jpeg).samples();
    for (int orientation : new int[] {0, 9, 65_535}) {
      byte[] odd = PictureFiles.withOrientation(jpeg, orientation, ByteOrder.BIG_ENDIAN);
      assertThat(read(odd).samples()).isEqualTo(plain);
      byte[] cut = PictureFiles.withOrientation(jpeg, 6, ByteOrder.BIG_ENDIAN);
      cut[2 + 10 + 7] = 100; // the directory is behind its end
      assertThat(read(cut).samples()).isEqualTo(plain);
    }
  }

  @Test
  void read_sixteenBits_keepsTheUpperEight() throws Exception {
    int high = 0xc8ff;
    assertThat(read(PictureFiles.deep(2, high, 0, 0xffff, 0x8000, 0x7fff, 0)).samples())
        .containsExactly(200, 0, 255, 128, 127, 0);
    assertThat(read(PictureFiles.deep(0, high, 0x1000)).samples())
        .containsExactly(200, 200, 200, 16, 16, 16);
    assertThat(read(PictureFiles.deep(6, 0, 0, 0, 0, 0, 0, 0, 0xffff)).samples())
        .containsExactly(255, 255, 255, 0, 0, 0);
    assertThat(read(PictureFiles.deep(4, 0, 0, 0, 0xffff)).samples())
        .containsExactly(255, 255, 255, 0, 0, 0);
  }

  @Test
  void read_animated_isItsFirstPicture() throws Exception {
    assertThat(read(PictureFiles.animated(PNG)).samples()).isEqualTo(read(PNG).samples());
  }

  /** Which ImageIO would inflate, in pictures with a palette even if nobody wants to know. */
  @Test
  void read_textsAndProfiles_areNotRead() throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
    byte[] palette = PictureFiles.file(image, "png");
    byte[] bomb = "parameters\0\0not deflated".getBytes(StandardCharsets.US_ASCII);
    for (String type : new String[] {"zTXt", "iCCP", "iTXt", "sPLT", "tEXt"}) {
      assertThat(read(PictureFiles.withChunk(palette, type, bomb)).samples())
          .isEqualTo(read(palette).samples());
    }
  }

  static Stream<Arguments> refusals() throws Exception {
    byte[] jpeg = PictureFiles.file(PictureFiles.corners(64, 64), "jpeg");
    String neither = "that are neither a PNG nor a JPEG file";
    return Stream.of(
        Arguments.of(
            "huge", PictureFiles.declaring(PNG, 30_000, 30_000), "30000x30000 is not of 16777216"),
        Arguments.of(
            "long",
            PictureFiles.declaring(PNG, Integer.MAX_VALUE, 1),
            "2147483647x1 is not of 16777216"),
        Arguments.of("no size", PictureFiles.declaring(PNG, 0, 8), "a PNG file of 0x8 pixels"),
        Arguments.of(
            "negative", PictureFiles.declaring(PNG, -1, 8), "a PNG file of 4294967295x8 pixels"),
        Arguments.of(
            "two headers",
            PictureFiles.withChunk(PNG, "IHDR", Arrays.copyOfRange(PNG, 16, 29)),
            "a PNG file that does not begin with its one header"),
        Arguments.of("no header", PictureFiles.withChunk(PNG, "IHDR", new byte[3]), "one header"),
        Arguments.of("cut in a chunk", Arrays.copyOf(PNG, 60), "a PNG file that is cut short"),
        Arguments.of("cut at the end", Arrays.copyOf(PNG, PNG.length - 12), "cut short"),
        Arguments.of("a signature", Arrays.copyOf(PNG, 8), "a PNG file that is cut short"),
        Arguments.of("cut jpeg", Arrays.copyOf(jpeg, 40), "a JPEG file that is cut short"),
        Arguments.of("a marker", new byte[] {-1, -40, -1}, "a JPEG file that is cut short"),
        Arguments.of("cmyk", PictureFiles.cmyk(), "a JPEG file in CMYK, for print"),
        Arguments.of(
            "scans", scans(jpeg, 150), "a JPEG file of 64x64 pixels and more than 100 scans"),
        Arguments.of("large scans", scans(large(jpeg), 40), "4096x4096 pixels and more than 32"),
        Arguments.of("text", "hello, world".getBytes(), "12 bytes " + neither + ", but text"),
        Arguments.of("html", "<html></html>".getBytes(), neither + ", but SVG, XML or HTML"),
        Arguments.of("gif", "GIF89a\1\0\1\0".getBytes(), neither + ", but GIF"),
        Arguments.of("webp", "RIFF\0\0\0\0WEBPVP8 ".getBytes(), neither + ", but WebP"),
        Arguments.of("heic", "\0\0\0\30ftypheic".getBytes(), neither + ", but HEIC"),
        Arguments.of("line ends", "\u0089PNG\n\n".getBytes("ISO-8859-1"), "but damaged PNG"),
        Arguments.of("zeros", new byte[20], "20 bytes " + neither));
  }

  private static byte[] scans(byte[] jpeg, int more) {
    byte[] scans = Arrays.copyOf(jpeg, jpeg.length + 2 * more);
    for (int i = jpeg.length; i + 1 < scans.length; i += 2) {
      scans[i] = (byte) 0xff;
      scans[i + 1] = (byte) 0xda;
    }
    return scans;
  }

  /** Its header says 4096 by 4096 pixels. */
  private static byte[] large(byte[] jpeg) {
    byte[] large = jpeg.clone();
    for (int i = 2; i + 9 < large.length; i++) {
      if (large[i] == (byte) 0xff && large[i + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(large).putShort(i + 5, (short) 4096).putShort(i + 7, (short) 4096);
        return large;
      }
    }
    throw new AssertionError("no header");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void read_badFile_isRefusedSayingWhatItIs(String name, byte[] file, String message) {
    assertThatThrownBy(() -> read(file))
        .as(name)
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining(message);
  }

  private static Rgb read(byte[] file) throws UnreadableImageException {
    return PictureReader.read(
        file,
        (width, height) -> (long) width * height <= MOST_PIXELS,
        "of " + MOST_PIXELS + " pixels at most");
  }
}
