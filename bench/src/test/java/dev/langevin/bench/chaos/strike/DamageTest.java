package dev.langevin.bench.chaos.strike;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
  @TempDir Path folder;

  private Path write(String name, int value) throws IOException {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) value);
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void all_fourFiles_damagesEachInItsWay() throws IOException {
    Path flipped = write("a", 1);
    Path truncated = write("b", 2);
    Path deleted = write("c", 3);
    Path foreign = write("d", 4);

    assertThat(Damage.all(folder, 1)).isEqualTo(4);

    assertThat(bits(Files.readAllBytes(flipped), 1)).isEqualTo(1);
    assertThat(Files.size(truncated)).isLessThan(100);
    assertThat(deleted).doesNotExist();
    assertThat(foreign).hasSameBinaryContentAs(flipped);
  }

  @Test
  void all_noDirectory_damagesNothing() throws IOException {
    assertThat(Damage.all(folder.resolve("nowhere"), 1)).isZero();
  }

  private static int bits(byte[] bytes, int value) {
    int different = 0;
    for (byte b : bytes) {
      different += Integer.bitCount((b ^ value) & 0xFF);
    }
    return different;
  }
}
