package dev.langevin.client.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.output.Terminal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CanvasTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final Canvas canvas =
      Canvas.of(Manner.BLOCKS, new Terminal(err, err, true, true, true, true, true, 80));

  @Test
  void show_again_isInTheSamePlace() throws IOException {
    canvas.show(png());
    assertThat(taken()).startsWith("\n".repeat(20) + "\0337\033[20A\r").endsWith("\0338");
    canvas.show(png());
    assertThat(taken()).startsWith("\0337\033[20A\r");
    canvas.leave();
    canvas.show(png());
    assertThat(taken()).startsWith("\n".repeat(20));
  }

  @Test
  void show_noPicture_nothing() {
    canvas.show("nonsense".getBytes(StandardCharsets.UTF_8));
    assertThat(taken()).isEmpty();
  }

  private String taken() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", file);
    return file.toByteArray();
  }
}
