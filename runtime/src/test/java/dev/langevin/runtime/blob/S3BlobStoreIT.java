package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, done by a real S3 server; each test has a prefix of its own. */
class S3BlobStoreIT extends BlobStoreContract {
  @TempDir static Path folder;
  private static S3Server server;

  private final String prefix = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void link_forAWhile_isReadByWhoeverHasItAndByNobodyElse() throws Exception {
    byte[] bytes = bytes(1, 1000);
    put("a/picture", bytes);
    URI link = store().link("a/picture", "image/png", Duration.ofMinutes(1)).orElseThrow();

    assertThat(link.getQuery()).contains("X-Amz-Expires=60&");
    HttpResponse<byte[]> read = get(link);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(bytes);
    assertThat(read.headers().firstValue("content-type")).hasValue("image/png");
    String bare = link.toString().substring(0, link.toString().indexOf('?'));
    assertThat(get(URI.create(bare)).statusCode()).isEqualTo(403);
    URI other = URI.create(link.toString().replace("a/picture", "a/other"));
    assertThat(get(other).statusCode()).isEqualTo(403);
  }

  private static HttpResponse<byte[]> get(URI address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Override
  Map<String, String> variables() {
    Map<String, String> all = server.variables();
    all.put("LANGEVIN_ARTIFACTS", "s3://%s/%s".formatted(S3Server.BUCKET, prefix));
    return all;
  }
}
