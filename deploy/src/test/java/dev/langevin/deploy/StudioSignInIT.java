package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.identity.KeyText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The studio at a server that wants a key. */
@Timeout(300)
class StudioSignInIT {
  @TempDir Path directory;

  @Test
  void page_asksForAKey_keepsItForTheTab_andForgetsItAgain() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    KeyText key = SignInIT.key(directory.resolve("keys.json"), "acme");
    Map<String, String> settings =
        Map.of("LANGEVIN_API_KEYS", directory.resolve("keys.json").toString());
    try (Browser browser = Browser.start(directory);
        ServerProcess server = ServerProcess.start(data, settings)) {
      browser.open("http://" + server.address() + "/");
      browser.find(".sign-in");
      browser.assertAccessible();
      browser.picture("sign-in");
      browser.write("#f-key", KeyText.random(new SecureRandom()).text());
      browser.click(".sign-in button", "Sign in");
      browser.await("why not", d -> browser.find("#f-key-problem").getText().contains("none of"));

      browser.write("#f-key", key.text());
      browser.click(".sign-in button", "Sign in");
      browser.find(".connection.live");
      Studio.fill(browser, "a castle in the snow", "4", "7");
      picture(browser, ".stage[data-state=succeeded] img[src^='blob:']");
      browser.open("http://" + server.address() + "/#/gallery");
      browser.reload();
      picture(browser, ".card img[src^='blob:']");
      assertKept(browser, key.text());

      browser.click(".sign-out", "Sign out");
      browser.find(".sign-in");
      assertThat((String) browser.run("return sessionStorage.getItem('langevin.key')"))
          .doesNotContain(key.id());
      browser.assertNoErrors("401 (Unauthorized)");
    }
  }

  /** In this tab's storage, and nowhere that lasts or travels. */
  private static void assertKept(Browser browser, String key) {
    assertThat((String) browser.run("return sessionStorage.getItem('langevin.key')")).contains(key);
    assertThat((String) browser.run("return JSON.stringify(localStorage) + document.cookie"))
        .doesNotContain(key);
    assertThat(
            (String)
                browser.run(
                    "return location.href + performance.getEntries().map(e => e.name).join()"))
        .doesNotContain(key);
  }

  private static void picture(Browser browser, String selector) {
    browser.await(
        "a picture at " + selector,
        d ->
            Boolean.TRUE.equals(
                browser.run(
                    "return document.querySelector(arguments[0])?.naturalWidth > 1", selector)));
  }
}
