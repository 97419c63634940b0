package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
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
    browser.click(".chips button", "cosine");
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

  static Stream<Arguments> refused() throws Exception {
    byte[] noise = new byte[(12 << 20) + 1];
    System.arraycopy(png(1, 1), 0, noise, 0, 40);
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

  /** The head of a PNG file that says so of itself, and no pixels. */
  private static byte[] png(int width, int height) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Base64.getDecoder().decode("iVBORw0KGgo="));
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    out.write(ByteBuffer.allocate(25).putInt(13).put(header).putInt((int) crc.getValue()).array());
    return out.toByteArray();
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
