package dev.langevin.deploy;

import dev.langevin.client.local.LocalServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The studio in a real browser, on the whole system and the default model. */
@Timeout(300)
abstract class Studio {
  static final String PROMPT = "a red sailboat at sunset with mountains";
  static final String ESTIMATE = ".stage figure:last-of-type img";

  @TempDir static Path data;
  @TempDir static Path downloads;
  static Browser browser;
  static String page;
  private static AllInOne system;

  @BeforeAll
  static void start() {
    browser = Browser.start(downloads);
    system =
        AllInOne.start(new LocalServer.Settings(data, Command.checkedOutModels(), 0), stage -> {});
    page = "http://" + system.address() + "/";
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (system != null) {
      system.close();
    }
  }

  @BeforeEach
  void fresh() {
    browser.size(1280, 900);
    browser.prefer("light");
    browser.open(page);
    browser.run("localStorage.clear(); sessionStorage.clear()");
    browser.open(page);
    browser.find(".connection.live");
    browser.find("#f-sampler");
  }

  @AfterEach
  void nothingWentWrongInThePage() {
    browser.assertNoErrors();
  }

  static void create(String prompt, String steps, String seed) {
    fill(browser, prompt, steps, seed);
  }

  /** The same in a browser of the test's own. */
  static void fill(Browser browser, String prompt, String steps, String seed) {
    browser.write("#f-prompt", prompt);
    browser.write("#f-steps", steps);
    browser.write("#f-seed", seed);
    browser.click("form .primary", "Generate");
  }

  /** The step that the stage is at. */
  static int step() {
    String text = browser.find(".measures dd").getText();
    return Integer.parseInt(text.substring(0, text.indexOf(' ')));
  }

  /** What a field holds. */
  static String value(String selector) {
    return browser.find(selector).getDomProperty("value");
  }

  static void ended(String state) {
    browser.find(".stage[data-state=" + state + "]");
  }
}
