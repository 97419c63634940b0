package dev.langevin.client.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PngTextTest {
  @Test
  void read_everyKindOfText_isRead() throws IOException {
    byte[] file =
        new PngFile()
            .plain("a", "été")
            .compressed("b", "two\nlines")
            .international("c", "赤い帆船", false)
            .international("d", "赤い帆船", true)
            .chunk("IDAT", new byte[100])
            .bytes();

    assertThat(PngText.read(file))
        .isEqualTo(Map.of("a", "été", "b", "two\nlines", "c", "赤い帆船", "d", "赤い帆船"));
  }

  @Test
  void read_everyCut_isRefused() {
    byte[] file = new PngFile().international("langevin", "{}", true).plain("a", "b").bytes();

    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> PngText.read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void read_anyBitFlipped_isRefused() {
    byte[] file = new PngFile().compressed("langevin", "{\"format\":1}").bytes();
    Random random = new Random(1);

    for (int i = 0; i < 2000; i++) {
      byte[] damaged = file.clone();
      damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> PngText.read(damaged)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void read_textChunkOfRandomBytes_neverThrowsAnythingElse() {
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      byte[] data = new byte[random.nextInt(20)];
      random.nextBytes(data);
      for (int j = 0; j < data.length; j++) {
        data[j] = random.nextInt(3) == 0 ? 0 : data[j];
      }
      String type = new String[] {"tEXt", "zTXt", "iTXt"}[random.nextInt(3)];
      byte[] file = new PngFile().chunk(type, data).bytes();
      try {
        assertThat(PngText.read(file)).hasSizeLessThanOrEqualTo(1);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("is damaged");
      }
    }
  }

  @Test
  void read_aTextThatInflatesWithoutEnd_isRefused() {
    byte[] file = new PngFile().compressed("a", "x".repeat(2 << 20)).bytes();

    assertThatThrownBy(() -> PngText.read(file)).hasMessageContaining("more than 1048576 bytes");
  }
}
