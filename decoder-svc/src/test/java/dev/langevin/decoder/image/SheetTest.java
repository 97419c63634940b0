package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SheetTest {
  @Test
  void of_twoRowsOfThree_putsEachInItsPlace() {
    List<List<Rgb>> rows =
        List.of(List.of(filled(1), filled(2), filled(3)), List.of(filled(4), filled(5), filled(6)));

    Rgb sheet = Sheet.of(rows);

    assertThat(sheet.width()).isEqualTo(6);
    assertThat(sheet.height()).isEqualTo(2);
    assertThat(sheet.samples())
        .containsExactly(
            1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, //
            4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6);
  }

  @Test
  void of_tallPictures_keepsTheirLines() {
    Rgb tall = new Rgb(1, 2, new byte[] {1, 2, 3, 4, 5, 6});

    assertThat(Sheet.of(List.of(List.of(tall, tall))).samples())
        .containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  private static Rgb filled(int value) {
    byte[] samples = new byte[2 * 3];
    Arrays.fill(samples, (byte) value);
    return new Rgb(2, 1, samples);
  }
}
