package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Grids of pictures. */
class StudioCompareIT extends Studio {
  @Test
  void grid_fillsIn_survivesAReload_isSaved_andLeadsBackToTheForm() throws Exception {
    grid("4, 6", "ddim, dpmpp_2m, unipc");
    browser.await("a cell", d -> browser.count("td[data-state=succeeded] img") > 0);

    browser.reload();

    browser.await("all cells", d -> browser.count("td[data-state=succeeded] img") == 6);
    browser.size(1000, 1500);
    browser.picture("compare", "section[aria-labelledby=grid-title]");
    browser.assertAccessible();
    browser.click("button", "Save as one PNG");
    Path file = browser.await("the file", d -> saved());
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isGreaterThan(3 * 64);
    assertThat(sheet.getHeight()).isGreaterThan(2 * 64);
    browser.click("td a", "Details");
    assertThat(browser.find(".parameters").getText()).contains("ddim");
    browser.click("nav a", "Compare");
    browser.find("tr:last-child td:last-of-type .cell").click();
    assertThat(browser.find("#f-sampler").getDomProperty("value")).isEqualTo("unipc");
    assertThat(browser.find("#f-steps").getDomProperty("value")).isEqualTo("6");
  }

  @Test
  void grid_isCancelled_andOneThatIsTooLargeNotBegun() {
    grid("500, 600", "ddim, dpmpp_2m");
    browser.await("a running cell", d -> browser.count("td[data-state=running]") > 0);

    browser.click("button", "Cancel all");

    browser.await("all cells", d -> browser.count("td[data-state=cancelled]") == 4);
    browser.write("input[aria-label^=Rows]", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19");
    browser.write("input[aria-label^=Columns]", "ddim, dpmpp_2m, unipc, euler");
    assertThat(browser.find("form .problem").getText()).contains("64");
  }

  @Test
  void phone_scrollsTheGridAlone() throws Exception {
    browser.size(390, 800);
    grid("4", "ddim, dpmpp_2m, unipc, euler");
    browser.await("all cells", d -> browser.count("td[data-state=succeeded] img") == 4);
    assertThat(browser.overflow()).isZero();
    browser.picture("phone-compare");
  }

  private static void grid(String rows, String columns) {
    browser.click("nav a", "Compare");
    browser.write("#c-prompt", PROMPT);
    browser.choose("#axis-rows", "steps");
    browser.choose("#axis-columns", "sampler");
    browser.write("input[aria-label^=Rows]", rows);
    browser.write("input[aria-label^=Columns]", columns);
    browser.click("form .primary", "Make the grid");
  }

  private static Path saved() {
    try (Stream<Path> files = Files.list(downloads)) {
      return files
          .filter(f -> f.getFileName().toString().equals("langevin-grid.png"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
