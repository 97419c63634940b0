package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

/** The forward process of pictures that were made, and of such that were sent. */
class StudioNoisingIT extends Studio {
  private static final String PICTURE = ".beside .trio figure:first-of-type img";
  private static final int WIDE = 30_000;

  @Test
  void generatedPicture_isNoised_atOnceAndStepByStep() throws Exception {
    create(PROMPT, "12", "7");
    ended("succeeded");
    browser.click(".stage a", "Details");
    browser.click("a", "Add noise to it");
    String before = shown();
    assertThat(browser.find(".measures").getText()).contains("SNR");

    browser.press("#noise-time", Keys.PAGE_UP, 5);

    browser.await("another picture", d -> !shown().equals(before) && at() > 100);
    assertThat(browser.find(".beside h3").getText()).contains("x0 +", "· ε");
    browser.press("#noise-time", Keys.END, 1);
    browser.await("nothing but noise", d -> at() == 999);
    String noise = shown();
    browser.click(".chips button", "linear"); // the model's own is cosine
    browser.await("the same time of another schedule", d -> !shown().equals(noise));
    browser.click("button", "Play the chain");
    browser.await("the chain", d -> browser.count(".beside .trio") == 2 && at() > 0 && at() < 500);
    browser.picture("noising");
    browser.click("button", "Pause");
    browser.assertAccessible();
  }

  @Test
  void sentPicture_isNoised() throws Exception {
    Path file = data.resolve("sent.png");
    BufferedImage picture = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 300; x++) {
      picture.setRGB(x, x / 2, 0xffcc00);
    }
    ImageIO.write(picture, "png", file.toFile());
    send(file);
    String before = shown();

    browser.press("#noise-time", Keys.PAGE_UP, 3);

    browser.await("another picture", d -> !shown().equals(before));
    assertThat(browser.find(".beside figcaption").getText()).contains("sent.png");
  }

  @Test
  void slider_betweenTheFramesThatCame_showsItsOwn_inEverySpace() throws Exception {
    Path file = data.resolve("black.jpg");
    ImageIO.write(new BufferedImage(80, 120, BufferedImage.TYPE_INT_RGB), "jpg", file.toFile());
    send(file);
    shown();
    browser.click(".chips button", "flow");
    browser.click("label", "what the decoder makes of it");
    browser.press("#noise-time", Keys.HOME, 1);
    browser.press("#noise-time", Keys.ARROW_RIGHT, 2);

    browser.await("no other time", d -> browser.texts(".trio").noneMatch(t -> t.contains("t =")));

    assertThat(browser.find(".measures").getText()).contains("0.997", "0.003");
    browser.await("all three", d -> browser.count(".trio img") == 3);
  }

  static Stream<Arguments> refused() {
    byte[] noise = new byte[(12 << 20) + 1];
    System.arraycopy(png(1, 1), 0, noise, 0, png(1, 1).length);
    return Stream.of(
        Arguments.of("text.png", "no picture".getBytes(StandardCharsets.UTF_8), "neither a PNG"),
        Arguments.of("../../../etc/passwd.png", "x".getBytes(StandardCharsets.UTF_8), "neither"),
        Arguments.of("large.png", noise, "12 MiB"),
        Arguments.of("bomb.png", png(WIDE, WIDE), "30000"),
        Arguments.of("cut.png", png(64, 64), "image"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void anythingElse_isRefusedWithItsReason(String name, byte[] bytes, String why) throws Exception {
    Path file = data.resolve(Path.of(name).getFileName());
    Files.write(file, bytes);
    send(file);

    browser.await(
        "the refusal",
        d -> browser.texts(".notice.bad, .bad[role=alert]").anyMatch(text -> text.contains(why)));
    browser.assertNoErrors("400 (Bad Request)", "413");
  }

  /** A PNG file of this size that has no pixels. */
  private static byte[] png(int width, int height) {
    byte[] sizes =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2}).array();
    byte[] head = chunk("IHDR", sizes);
    byte[] data = chunk("IDAT", new byte[0]);
    byte[] end = chunk("IEND", new byte[0]);
    return ByteBuffer.allocate(8 + head.length + data.length + end.length)
        .put(Base64.getDecoder().decode("iVBORw0KGgo="))
        .put(head)
        .put(data)
        .put(end)
        .array();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  private static void send(Path file) {
    browser.click("nav a", "Noising");
    browser.find("section[aria-label='Which picture']");
    browser.upload("input[type=file]", file);
  }

  private static String shown() {
    return browser.find(PICTURE).getDomAttribute("src");
  }

  private static int at() {
    return Integer.parseInt(browser.find("#noise-time").getDomProperty("value"));
  }
}
