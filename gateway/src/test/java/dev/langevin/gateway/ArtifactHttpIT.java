package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.v1.Artifact;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Artifacts as files. */
class ArtifactHttpIT extends TwoGateways {
  private static HttpClients http;
  private static String path;
  private static byte[] bytes;
  private static String tag;

  @BeforeAll
  static void succeed() {
    http = new HttpClients(gateway);
    Artifact artifact = fleet.succeed(Calls.create(client, "", "a boat").getId()).getArtifacts(0);
    path = "/v1/artifacts/" + artifact.getName();
    ByteString stored = fleet.decoder.artifacts.get(artifact.getName());
    bytes = stored.toByteArray();
    tag = "\"" + artifact.getSha256() + "\"";
  }

  @AfterAll
  static void disconnect() {
    http.close();
  }

  @Test
  void get_isTheFileForGood() throws Exception {
    HttpResponse<byte[]> whole = http.bytes("GET", path);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(bytes);
    assertHeader(whole, "content-type", "image/png");
    assertHeader(whole, "content-length", Integer.toString(bytes.length));
    assertHeader(whole, "etag", tag);
    assertHeader(whole, "cache-control", "public, max-age=31536000, immutable");
    assertHeader(whole, "accept-ranges", "bytes");
  }

  @Test
  void head_hasTheHeadersAlone() throws Exception {
    HttpResponse<byte[]> head = http.bytes("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertHeader(head, "content-length", Integer.toString(bytes.length));
    assertHeader(head, "etag", tag);
  }

  @Test
  void get_thatIsThere_isNotSentAgain() throws Exception {
    for (String tags : new String[] {tag, "W/" + tag, "\"a\", " + tag, "*"}) {
      HttpResponse<byte[]> same = http.bytes("GET", path, "If-None-Match", tags);
      assertThat(same.statusCode()).as(tags).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertHeader(same, "etag", tag);
    }
    assertThat(http.bytes("GET", path, "If-None-Match", "\"a\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1", "bytes=10-1999, 10, 2000", "bytes=4000-, 4000, 4500",
    "bytes=-7, 4493, 4500", "bytes=-9999, 0, 4500", "bytes=4499-99999, 4499, 4500"
  })
  void get_range_isThatPart(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> part = http.bytes("GET", path, "Range", range);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    assertHeader(part, "content-range", "bytes %d-%d/4500".formatted(from, to - 1));
    assertThat(http.bytes("GET", path, "Range", range, "If-Range", tag).statusCode())
        .isEqualTo(206);
    assertThat(http.bytes("GET", path, "Range", range, "If-Range", "\"a\"").body())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"bytes=4500-", "bytes=-0"})
  void get_rangeBehindTheEnd_isRefused(String range) throws Exception {
    HttpResponse<String> refused = http.get(path, "Range", range);
    assertThat(refused.statusCode()).isEqualTo(416);
    assertThat(refused.headers().firstValue("content-range")).hasValue("bytes */4500");
    assertThat(RestIT.reason(refused)).isEqualTo("RANGE_NOT_SATISFIABLE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"lines=1-2", "bytes=5-4", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "0-1"})
  void get_rangeThatMeansNothing_isTheFile(String range) throws Exception {
    HttpResponse<byte[]> whole = http.bytes("GET", path, "Range", range);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(bytes);
  }

  @Test
  void get_unknown_isNotFound() throws Exception {
    for (String name : new String[] {"x/0-" + "0".repeat(64), "a/b", "..%2F../etc"}) {
      HttpResponse<String> response = http.get("/v1/artifacts/" + name);
      assertThat(response.statusCode()).as(name).isEqualTo(404);
      assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }
  }

  @Test
  void get_redirectFromAGatewayThatMay_leadsToTheStoreForThoseWhoMayRead() throws Exception {
    fleet.decoder.elsewhere = "https://store.example";
    try (HttpClients may = new HttpClients(fleet.gateway(Map.of("PRESIGNED", "10m")))) {
      HttpResponse<byte[]> sent = may.bytes("GET", path + "?redirect=true");
      assertThat(sent.statusCode()).isEqualTo(307);
      assertHeader(
          sent,
          "location",
          "https://store.example/" + path.substring("/v1/artifacts/".length()) + "?seconds=600");
      assertHeader(sent, "cache-control", "no-store");
      assertThat(may.bytes("GET", path).body()).isEqualTo(bytes);
      assertThat(may.bytes("HEAD", path + "?redirect=true").statusCode()).isEqualTo(200);
      assertThat(may.get("/v1/artifacts/x/0-" + "0".repeat(64) + "?redirect=true").statusCode())
          .isEqualTo(404);
      assertThat(may.get(path + "?redirect=maybe").statusCode()).isEqualTo(400);
      fleet.decoder.elsewhere = "";
      assertThat(may.bytes("GET", path + "?redirect=true").body()).isEqualTo(bytes);
    } finally {
      fleet.decoder.elsewhere = "";
    }
  }

  @Test
  void get_redirectFromAGatewayThatMayNot_isTheFile() throws Exception {
    fleet.decoder.elsewhere = "https://store.example";
    try {
      assertThat(http.bytes("GET", path + "?redirect=true").body()).isEqualTo(bytes);
    } finally {
      fleet.decoder.elsewhere = "";
    }
  }

  @Test
  void get_storeLostIt_isUnavailable() throws Exception {
    String name =
        fleet.succeed(Calls.create(client, "", "a boat").getId()).getArtifacts(0).getName();
    fleet.decoder.artifacts.remove(name);
    HttpResponse<String> response = http.get("/v1/artifacts/" + name);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(RestIT.reason(response)).isEqualTo("STORE_UNAVAILABLE");
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
  }

  private static void assertHeader(HttpResponse<?> response, String name, String value) {
    assertThat(response.headers().firstValue(name)).as(name).hasValue(value);
  }
}
