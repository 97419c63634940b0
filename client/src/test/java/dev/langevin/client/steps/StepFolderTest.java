package dev.langevin.client.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.client.CommandException;
import dev.langevin.v1.Progress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepFolderTest {
  @TempDir Path home;

  @Test
  void animate_stepsOfAnySize_areFramesOfThePicturesSizeThatEndWithIt() throws IOException {
    Path picture = home.resolve("picture.png");
    Files.write(picture, png(8, 6, 0xffffff));
    StepFolder folder = StepFolder.of(home.resolve("deep/steps"));
    for (int step = 1; step <= 3; step++) {
      folder.write(progress(step, png(4, 3, 0x101010 * step)));
    }

    Path file = folder.animate(picture);

    assertThat(folder.steps()).isEqualTo(3);
    assertThat(home.resolve("deep/steps/step-002.png")).hasBinaryContent(png(4, 3, 0x202020));
    List<Frame> frames = Frame.of(Files.readAllBytes(file));
    assertThat(frames)
        .extracting(f -> f.picture().getRGB(4, 3) & 0xffffff)
        .containsExactly(0x101010, 0x202020, 0x303030, 0xffffff);
    assertThat(frames).extracting(Frame::millis).containsExactly(200, 200, 200, 2000);
    BufferedImage poster = ImageIO.read(file.toFile());
    assertThat(poster.getWidth()).isEqualTo(8);
    assertThat(poster.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void animate_largePicture_isScaledDown() throws IOException {
    Path picture = home.resolve("picture.png");
    Files.write(picture, png(2048, 1024, 0x123456));

    Path file = StepFolder.of(home.resolve("steps")).animate(picture);

    assertThat(Frame.of(Files.readAllBytes(file)).getFirst().picture())
        .extracting(BufferedImage::getWidth, BufferedImage::getHeight)
        .containsExactly(512, 256);
  }

  @Test
  void of_folderOfAnotherGeneration_isRefused() throws IOException {
    Files.writeString(home.resolve("step-017.png"), "x");

    assertThatThrownBy(() -> StepFolder.of(home))
        .isInstanceOf(CommandException.class)
        .hasMessage("--watch-steps: " + home + " holds step-017.png already; name another folder");
  }

  @Test
  void of_file_isRefused() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "x");

    assertThatThrownBy(() -> StepFolder.of(file))
        .hasMessageStartingWith("--watch-steps: " + file + " can't be written to: ");
  }

  private static Progress progress(int step, byte[] png) {
    return Progress.newBuilder().setPreviewStep(step).setPreview(ByteString.copyFrom(png)).build();
  }

  private static byte[] png(int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, colour);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
