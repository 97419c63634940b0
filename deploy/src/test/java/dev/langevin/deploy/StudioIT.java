package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Creating, following, finding again. */
class StudioIT extends Studio {
  @Test
  void job_isFollowedToItsEnd_andBackOverItsSteps() throws Exception {
    create(PROMPT, "20", "7");
    WebElement stage = browser.find(".stage");
    assertThat(stage.getText()).contains(PROMPT, "seed 7");
    browser.find(ESTIMATE);
    browser.picture("running");
    ended("succeeded");

    assertThat(browser.find(".stage .made img").getDomAttribute("src"))
        .startsWith("/v1/artifacts/");
    assertThat(browser.find(".measures").getText()).contains("20 of 20");
    browser.press(".scrub input", Keys.ARROW_LEFT, 5);
    browser.await("an earlier step", d -> step() < 20);
    assertThat(browser.find(".stage").getText()).contains("what it takes the picture for");
    browser.picture("scrubbed");
    browser.press(".scrub input", Keys.END, 1);
    browser.find(".stage .made img");
  }

  /** The picture that opens README: {@code deploy/target/studio/denoising.png}. */
  @Test
  void steps_areGoneThrough_asAMovingPicture() throws Exception {
    browser.size(1120, 900);
    create(PROMPT, "16", "11");
    ended("succeeded");
    browser.find("x-plot canvas");
    browser.press(".scrub input", Keys.HOME, 1);
    List<BufferedImage> seen = new ArrayList<>();
    for (int step = 1; step <= 16; step++) {
      int now = step;
      browser.await("step " + now, d -> step() == now);
      seen.add(browser.seen(".stage"));
      browser.press(".scrub input", Keys.ARROW_RIGHT, 1);
    }

    assertThat(seen.stream().map(StudioIT::colours).distinct()).hasSize(16);
    browser.animation("denoising", seen);
  }

  @Test
  void reload_inMidJob_goesOn_andTheFilmIsThereAfterwards() {
    create(PROMPT, "150", "1");
    browser.find(ESTIMATE);

    browser.reload();

    browser.await("more steps", d -> browser.count(".stage") == 1 && step() > 0);
    ended("succeeded");
    browser.reload();
    ended("succeeded");
    browser.press(".scrub input", Keys.HOME, 1);
    browser.await("the first step of the film", d -> step() < 10);
    assertThat(browser.find(".stage .frame").getAttribute("style")).contains("/v1/artifacts/");
  }

  @Test
  void cancel_endsTheJob() {
    create(PROMPT, "1000", "2");
    browser.find(ESTIMATE);

    browser.click(".stage button", "Cancel");

    ended("cancelled");
    browser.click("nav a", "Gallery");
    browser.find(".card .state.cancelled");
  }

  @Test
  void twoTabs_seeTheSame() {
    String first = browser.here();
    String second = browser.tab();
    browser.open(page + "#/gallery");
    browser.find(".connection.live");
    browser.to(first);
    create("a castle in the snow", "60", "3");
    String id = browser.find(".stage").getDomAttribute("data-id");

    browser.to(second);

    browser.find(".card[data-id='" + id + "'] .state.succeeded");
    browser.click(".card[data-id='" + id + "']", "castle");
    browser.find(".parameters");
    browser.click("button", "Delete");
    assertThat(browser.find("#main .empty").getText()).contains("deleted");
    browser.to(first);
    browser.await("the deletion", d -> browser.count(".stage") == 0);
    browser.to(second);
    browser.closeTab();
    browser.to(first);
  }

  @Test
  void phone_showsAllOfIt() throws Exception {
    browser.size(390, 800);
    create("a snowman at night", "20", "4");
    ended("succeeded");
    assertThat(browser.overflow()).isZero();
    browser.picture("phone-create");
    browser.click("nav a", "Gallery");
    browser.find(".card");
    assertThat(browser.overflow()).isZero();
    browser.find(".card").click();
    browser.find(".parameters");
    assertThat(browser.overflow()).isZero();
    browser.picture("phone-details");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void pages_canBeUsedByEverybody(String scheme) throws Exception {
    browser.prefer(scheme);
    create("a snowman at night", "8", "6");
    ended("succeeded");
    browser.find("x-plot canvas");
    browser.assertAccessible();
    browser.picture("create-" + scheme);
    browser.click(".stage a", "Details");
    browser.find(".parameters");
    browser.assertAccessible();
    browser.picture("details-" + scheme);
    for (String name : List.of("Gallery", "System")) {
      browser.click("nav a", name);
      browser.find(name.equals("Gallery") ? ".card" : ".charts canvas");
      browser.assertAccessible();
      browser.picture(name.toLowerCase(Locale.ROOT) + "-" + scheme);
    }
  }

  /** Without a mouse: the keys that every page has. */
  @Test
  void keys_doAllOfIt() {
    browser.find("#f-prompt").sendKeys("a castle in the snow");
    browser.write("#f-steps", "4");
    browser.find("#f-prompt").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    ended("succeeded");
    browser.find(".stage header a").sendKeys(Keys.ENTER);
    browser.find(".parameters");
    browser.click("nav a", "Gallery");
    browser.find(".cards");
    browser.run("document.querySelector('.skip').focus()");
    browser.press(".skip", Keys.ENTER, 1);
    assertThat((String) browser.run("return document.activeElement.id")).isEqualTo("main");
    assertThat((String) browser.run("return location.hash")).isEqualTo("#/gallery");
  }

  @Test
  void firstPreview_comesWithinASecondOfTheDenoisersOwn() {
    double[] beyond = new double[5];
    for (int i = 0; i < beyond.length; i++) {
      browser.write("#f-prompt", "a yellow hot-air balloon over the sea");
      browser.write("#f-steps", "100");
      browser.run(
          """
          window.took = 0;
          const shown = document.querySelector('.stage')?.dataset.id;
          document.querySelector('form .primary').click();
          const from = performance.now();
          (function look() {
            const stage = document.querySelector('.stage');
            const there = stage && stage.dataset.id !== shown && stage.querySelector('figure img');
            there ? window.took = performance.now() - from : requestAnimationFrame(look);
          })();
          """);
      double took =
          browser.await(
              "the first preview",
              d -> {
                double millis = ((Number) browser.run("return window.took")).doubleValue();
                return millis > 0 ? millis : null;
              });
      ended("succeeded");
      String network = browser.find(".stage").getDomAttribute("data-network");
      beyond[i] = took - 1000 * Double.parseDouble(network) / 100;
    }
    Arrays.sort(beyond);
    assertThat(beyond[beyond.length / 2])
        .as("milliseconds beyond one evaluation, the median of %s", Arrays.toString(beyond))
        .isLessThan(1000);
  }

  @Test
  void strangeAddresses_areAnsweredWithAMessage() {
    browser.open(page + "#/generation/..%2F..%2Fv1%2Fmodels");
    browser.await(
        "the refusal", d -> browser.find("#main .empty").getText().contains("../../v1/models"));
    browser.open(page + "#/generation/0123456789abcdef0123456789");
    browser.await(
        "the refusal",
        d -> browser.find("#main .empty").getText().contains("0123456789abcdef0123456789"));
    browser.open(page + "#/generation/ABC");
    browser.await("the refusal", d -> browser.find("#main .empty").getText().contains("ABC"));
    browser.open(page + "#/nothing/%E0%A4%A");
    browser.find("form .primary");
    browser.find(".connection.live");
    browser.assertNoErrors("404 (Not Found)", "400 (Bad Request)");
  }

  @Test
  void texts_areNothingButTexts() throws Exception {
    String hostile =
        "<img src=x onerror=\"document.title='taken'\"> \u0645\u0631\u062d\u0628\u0627 \uD83C\uDF05"
            + " ../../etc </textarea><script>alert(1)</script>";
    browser.run(
        "const f = document.querySelector('#f-prompt'); f.value = arguments[0];"
            + " f.dispatchEvent(new Event('input'))",
        hostile);
    browser.write("#f-steps", "4");
    browser.click("form .primary", "Generate");
    ended("succeeded");

    assertThat(browser.find(".stage h2").getText()).contains("<img src=x onerror=", "<script>");
    assertThat((String) browser.run("return document.title")).doesNotContain("taken");
    assertThat(browser.count(".stage h2 *")).isZero();
    browser.click(".stage a", "Details");
    assertThat(browser.find(".snippet").getText()).contains("onerror");
    browser.picture("hostile");
  }

  @Test
  void longPrompt_isRefusedWithTheServersWords() {
    browser.run(
        "const f = document.querySelector('#f-prompt'); f.value = 'sea '.repeat(25000);"
            + " f.dispatchEvent(new Event('input'))");
    browser.click("form .primary", "Generate");

    assertThat(browser.find("#problem-prompt").getText()).contains("10,000");
    assertThat(browser.find(".notice.bad").getText()).contains("prompt");
    browser.assertNoErrors("400 (Bad Request)"); // the browser's own line about the answer
  }

  @Test
  void picture_isDownloaded_andMadeAgain() throws Exception {
    create("a yellow hot-air balloon over the sea", "12", "5");
    ended("succeeded");
    String first = browser.find(".stage").getDomAttribute("data-id");
    browser.click(".stage a", "Details");
    browser.click("a", "Download");
    Path file = browser.await("the download", d -> downloaded());
    assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');

    browser.click("button", "Same again");

    assertThat(browser.find("#f-prompt").getDomProperty("value")).contains("balloon");
    assertThat(browser.find("#f-seed").getDomProperty("value")).isEqualTo("5");
    browser.click("form .primary", "Generate");
    browser.find(".stage[data-state=succeeded]:not([data-id='" + first + "'])");
    String source = browser.find(".stage .made img").getDomAttribute("src");
    assertThat(source.substring(source.lastIndexOf('-') + 1))
        .as("the digest of the same bytes")
        .isEqualTo(sha256(file));
  }

  private static List<Integer> colours(BufferedImage picture) {
    int[] all =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return Arrays.stream(all).boxed().toList();
  }

  private static Path downloaded() {
    try (Stream<Path> files = Files.list(downloads)) {
      return files.filter(f -> f.toString().endsWith(".png")).findFirst().orElse(null);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
