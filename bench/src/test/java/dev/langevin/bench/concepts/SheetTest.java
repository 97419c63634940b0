package dev.langevin.bench.concepts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.sampling.noise.TorchNoise;
import dev.langevin.sampling.schedule.ForwardProcess;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {
  @Test
  void image_hasThePicturesInTheirPlaces() {
    BufferedImage image =
        new Sheet(20, 30, List.of("a", "b"))
            .row("r", List.of(plain(Color.RED), plain(Color.BLUE)))
            .image();
    assertThat(image.getWidth()).isEqualTo(30 + 2 * 28 + 8);
    assertThat(image.getRGB(40, 50)).isEqualTo(Color.RED.getRGB());
    assertThat(image.getRGB(68, 50)).isEqualTo(Color.BLUE.getRGB());
    assertThat(image.getRGB(53, 50)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void row_withAnotherNumberOfPictures_isRefused() {
    Sheet sheet = new Sheet(20, 30, List.of("a", "b"));
    assertThatThrownBy(() -> sheet.row("r", List.of(plain(Color.RED))))
        .hasMessage("1 pictures are not one for each of 2 columns");
  }

  @Test
  void noised_keepsThePictureAtFirst_andLosesItAtLast() {
    ForwardProcess process =
        ForwardProcess.of(
            Map.of(
                "_class_name",
                "DDPMScheduler",
                "num_train_timesteps",
                1000,
                "beta_schedule",
                "squaredcos_cap_v2",
                "beta_start",
                0.0001,
                "beta_end",
                0.02));
    List<BufferedImage> row =
        ForwardSheet.noised(plain(Color.GRAY), process, new int[] {0, 999}, TorchNoise.seeded(1));
    Color first = new Color(row.getFirst().getRGB(5, 5));
    assertThat(first.getRed()).isBetween(122, 134);
    long far =
        java.util.stream.IntStream.range(0, 100)
            .filter(i -> Math.abs((row.getLast().getRGB(i % 10, i / 10) & 0xff) - 128) > 60)
            .count();
    assertThat(far).isGreaterThan(40);
  }

  @Test
  void scheduleCharts_areDrawn(@TempDir Path folder) throws Exception {
    ScheduleCharts.write(folder.resolve("schedules.png"));
    assertThat(ImageIO.read(folder.resolve("schedules.png").toFile()).getHeight()).isEqualTo(1280);
  }

  private static BufferedImage plain(Color colour) {
    BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100; i++) {
      image.setRGB(i % 10, i / 10, colour.getRGB());
    }
    return image;
  }
}
