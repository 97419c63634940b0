package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The studio's files as a browser gets them. */
class StudioPageIT {
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    http = new HttpClients(fleet.gateway());
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void page_isServedAtTheRoot_andMayLoadNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = http.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .doesNotContain("unsafe", "*");
    assertThat(page.body()).contains("<title>Langevin studio</title>").doesNotContain("https://");
  }

  @Test
  void file_isSentOnce_andAgainWhenItIsAnother() throws Exception {
    HttpResponse<String> first = http.get("/studio/style/base.css");
    HttpResponse<String> again =
        http.get("/studio/style/base.css", "If-None-Match", header(first, "etag"));
    HttpResponse<String> old = http.get("/studio/style/base.css", "If-None-Match", "\"another\"");

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(old.statusCode()).isEqualTo(200);
    for (String tags :
        List.of("W/" + header(first, "etag"), "\"a\", W/\"b\" ," + header(first, "etag"), "*")) {
      assertThat(http.get("/studio/style/base.css", "If-None-Match", tags).statusCode())
          .as(tags)
          .isEqualTo(304);
    }
    assertThat(header(first, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void file_isPackedForThoseWhoUnpackIt() throws Exception {
    String path = "/studio/lib/chart.js/chart.umd.min.js";
    HttpResponse<byte[]> plain = http.bytes("GET", path);
    HttpResponse<byte[]> packed = http.bytes("GET", path, "Accept-Encoding", "gzip, br");

    assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
    String tag = header(packed, "etag");
    assertThat(tag).endsWith("-gzip\"").isNotEqualTo(header(plain, "etag"));
    assertThat(
            http.bytes("GET", path, "Accept-Encoding", "gzip", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(http.bytes("GET", path, "If-None-Match", tag).statusCode()).isEqualTo(200);
    assertThat(packed.body().length).isLessThan(plain.body().length / 2);
    byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
    assertThat(new String(unpacked, StandardCharsets.UTF_8))
        .isEqualTo(new String(plain.body(), StandardCharsets.UTF_8))
        .contains("Chart.js");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/studio/",
        "/studio/none.js",
        "/studio/../Gateway.class",
        "/studio/%2e%2e/Gateway.class",
        "/studio/lib/lit-html/package.json",
        "/studio/lib/lit-html/directives/%2e%2e",
        "/favicon.ico"
      })
  void anythingElse_isNotFound(String path) throws Exception {
    HttpResponse<String> answer = http.get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("PATH_NOT_FOUND");
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
