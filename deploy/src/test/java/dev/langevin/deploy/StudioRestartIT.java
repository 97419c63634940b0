package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The studio while its server dies and comes back. */
@Timeout(300)
class StudioRestartIT {
  @TempDir Path data;

  @Test
  void server_killedInMidJob_isFollowedAgainWhenItIsBack() throws Exception {
    try (Browser browser = Browser.start(data)) {
      String address;
      try (ServerProcess server = ServerProcess.start(data)) {
        address = server.address();
        browser.open("http://" + address + "/");
        browser.find(".connection.live");
        browser.write("#f-prompt", "a castle in the snow");
        browser.write("#f-steps", "300");
        browser.click("form .primary", "Generate");
        browser.find(".stage figure:last-of-type img");
        server.kill();
      }
      browser.await("the page to say so", d -> browser.count(".connection.live") == 0);
      assertThat(browser.find(".connection").getText()).startsWith("reconnecting");
      browser.picture("reconnecting");

      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      try (ServerProcess again = ServerProcess.start(data, port, Map.of())) {
        assertThat(again.address()).isEqualTo(address);
        browser.find(".connection.live");
        browser.find(".stage[data-state=succeeded]");
        assertThat(browser.find(".measures").getText()).contains("300 of 300");
      }
      browser.assertNoErrors("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "ERR_EMPTY");
    }
  }
}
