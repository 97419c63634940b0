package dev.langevin.runtime.blob;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Says yes to whatever is stored, keeps nothing, and notes what was asked of it. */
final class NotingStore implements AutoCloseable {
  /**
   * A call.
   *
   * @param text its method and query, such as {@code POST uploads}
   * @param headers by their names in lower case, the first of each
   */
  record Call(String text, Map<String, String> headers) {}

  private static final String ANSWER =
      "<%s><UploadId>u1</UploadId><ETag>\"e\"</ETag><Key>k</Key></%1$s>";

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  NotingStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All so far. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String query = call.getRequestURI().getQuery();
      String text = call.getRequestMethod() + (query == null ? "" : " " + query);
      Map<String, String> headers = new HashMap<>();
      call.getRequestHeaders().forEach((key, all) -> headers.put(key.toLowerCase(), all.get(0)));
      calls.add(new Call(text, headers));
      call.getRequestBody().transferTo(OutputStream.nullOutputStream());
      call.getResponseHeaders().set("ETag", "\"e\"");
      if (call.getRequestMethod().equals("DELETE")) {
        call.sendResponseHeaders(204, -1);
        return;
      }
      byte[] body = ANSWER.formatted(result(text, headers)).getBytes(StandardCharsets.UTF_8);
      boolean bare = call.getRequestMethod().equals("PUT") && !copies(headers);
      call.sendResponseHeaders(200, bare ? -1 : body.length);
      if (!bare) {
        call.getResponseBody().write(body);
      }
    }
  }

  private static boolean copies(Map<String, String> headers) {
    return headers.containsKey("x-amz-copy-source");
  }

  private static String result(String text, Map<String, String> headers) {
    if (copies(headers)) {
      return "CopyObjectResult";
    }
    return text.equals("POST uploads")
        ? "InitiateMultipartUploadResult"
        : "CompleteMultipartUploadResult";
  }
}
