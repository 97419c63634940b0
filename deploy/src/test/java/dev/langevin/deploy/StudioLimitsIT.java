package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The studio at a gateway that has no room. */
@Timeout(300)
class StudioLimitsIT {
  @TempDir Path data;

  @Test
  void watchersAtTheirLimit_areSaid_andThePageComesBackWhenThereIsRoom() throws Exception {
    try (Browser browser = Browser.start(data);
        ServerProcess server = ServerProcess.start(data, Map.of("LANGEVIN_WATCHER_LIMIT", "1"));
        HttpClient http = HttpClient.newHttpClient()) {
      String page = "http://" + server.address() + "/";
      HttpRequest watch = HttpRequest.newBuilder(URI.create(page + "v1/generations:watch")).build();
      var other = http.send(watch, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(other.statusCode()).isEqualTo(200);

      browser.open(page);

      browser.await(
          "the refusal", d -> browser.find(".connection").getText().contains("reconnecting: "));
      assertThat(browser.find(".connection").getText()).containsIgnoringCase("watch");
      browser.picture("full");
      other.body().close();
      browser.find(".connection.live");
      browser.assertNoErrors("429 (Too Many Requests)");
    }
  }
}
