package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Fields of the form while the page is drawn again and again, and what they say when they are
 * wrong.
 */
class StudioFieldsIT extends Studio {
  @Test
  void typing_whileAJobIsFollowed_isKept_andIsWhatIsAskedFor() {
    create(PROMPT, "1000", "2");
    browser.find(ESTIMATE);
    String first = browser.find(".stage").getDomAttribute("data-id");
    WebElement steps = browser.find("#f-steps");
    steps.sendKeys(Keys.chord(Keys.CONTROL, "a"));

    for (String key : "975".split("")) {
      steps.sendKeys(key);
      int seen = step();
      browser.await("a later step", d -> step() > seen);
    }
    assertThat(value("#f-steps")).isEqualTo("975");
    steps.sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));

    browser.find(".stage:not([data-id='" + first + "'])");
    assertThat(browser.find(".measures dd").getText()).endsWith("of 975");
    browser.click(".stage button", "Cancel");
    ended("cancelled");
    browser.open(page + "#/generation/" + first);
    browser.click(".stage[data-id='" + first + "'] button", "Cancel");
    ended("cancelled");
  }

  @Test
  void emptiedField_showsWhatIsAskedFor_whenItIsLeft() {
    String usual = value("#f-steps");
    browser.write("#f-steps", "7");
    browser.write("#f-seed", "12");
    browser.write("#f-count", "2");

    browser.write("#f-steps", "");
    browser.write("#f-seed", "");
    browser.write("#f-count", "0");

    browser.await("the model's steps", d -> value("#f-steps").equals(usual));
    browser.await("the seed", d -> value("#f-seed").equals("12"));
    browser.await("the number of pictures", d -> value("#f-count").equals("2"));
  }

  @Test
  void presetsSampler_isChosen_whateverWasPickedBefore() {
    browser.choose("#f-sampler", "ddim");
    browser.choose("#f-sampler", "euler");

    browser.click("form .chip", "DDIM, 50");

    browser.await("the preset's sampler", d -> value("#f-sampler").equals("ddim"));
    assertThat(value("#f-steps")).isEqualTo("50");
  }

  @Test
  void refusedField_pointsToWhatIsWrongWithIt() {
    browser.write("#f-prompt", PROMPT);
    browser.write("#f-size", "17x17");
    browser.click("form .primary", "Generate");

    WebElement field = browser.find("#f-size[aria-invalid=true]");
    String problem = field.getDomAttribute("aria-describedby");
    assertThat(browser.find("#" + problem).getText()).contains("17");
    browser.write("#f-size", "");
    browser.write("#f-steps", "2");
    browser.click("form .primary", "Generate");
    ended("succeeded");
    assertThat(browser.find("#f-size").getDomAttribute("aria-invalid")).isNull();
    browser.assertNoErrors("400 (Bad Request)"); // the browser's own line about the answer
  }
}
