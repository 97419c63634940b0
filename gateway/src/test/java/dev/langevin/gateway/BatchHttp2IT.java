package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that come as one of several streams of a connection. */
@Timeout(120)
class BatchHttp2IT extends TwoGateways {
  private static final byte[] FILE =
      BatchHttpIT.file(20_000, BatchHttpIT::line).getBytes(StandardCharsets.UTF_8);

  private HttpClient http;

  @BeforeEach
  void connect() throws Exception {
    Calls.await(() -> gateway.ready());
    http = HttpClient.newHttpClient();
    assertThat(list().version()).isEqualTo(HttpClient.Version.HTTP_2);
  }

  @AfterEach
  void disconnect() {
    http.close();
  }

  @Test
  void upload_isAccepted() throws Exception {
    HttpResponse<String> created = upload(new ByteArrayInputStream(FILE));

    assertThat(created.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(HttpClients.json(created).getAsJsonObject("batch").get("lines").getAsInt())
        .isEqualTo(20_000);
  }

  @Test
  void upload_reset_leavesNothing() throws Exception {
    final String known = list().body();
    final int blobs = fleet.decoder.blobs.size();
    final int begun = fleet.decoder.begun.get();
    final int broken = fleet.decoder.broken.get();
    InputStream lines =
        new SequenceInputStream(
            new ByteArrayInputStream(FILE),
            new Broken(() -> fleet.decoder.begun.get() == begun + 1));

    assertThatThrownBy(() -> upload(lines)).hasStackTraceContaining("broken");

    Calls.await(() -> fleet.decoder.broken.get() == broken + 1);
    assertThat(fleet.decoder.blobs).hasSize(blobs);
    assertThat(list().body()).isEqualTo(known);
  }

  /** Fails once it is so, and has nothing before. */
  private static final class Broken extends InputStream {
    private final BooleanSupplier when;

    Broken(BooleanSupplier when) {
      this.when = when;
    }

    @Override
    public int read() throws IOException {
      try {
        Calls.await(when);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      throw new IOException("broken");
    }
  }

  private HttpResponse<String> list() throws Exception {
    return http.send(request().GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> upload(InputStream file) throws Exception {
    HttpRequest request =
        request()
            .header("Content-Type", "application/jsonl")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> file))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/batches"));
  }
}
