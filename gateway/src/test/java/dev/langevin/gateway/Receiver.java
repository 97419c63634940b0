package dev.langevin.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of webhooks: what it is told, and what it answers. */
final class Receiver implements AutoCloseable {
  /** No answer. */
  static final int SILENCE = 0;

  /**
   * One post.
   *
   * @param id webhook-id
   * @param timestamp webhook-timestamp
   * @param signature webhook-signature
   */
  record Post(String path, String id, long timestamp, String signature, String body) {}

  /** The statuses of the next answers; 200 after them. */
  final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

  final List<Post> all = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final HttpServer server;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  Post next() throws InterruptedException {
    Post post = posts.poll(20, TimeUnit.SECONDS);
    if (post == null) {
      throw new AssertionError("nothing was posted in 20 s");
    }
    return post;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    Post post =
        new Post(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("webhook-id"),
            Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    all.add(post);
    posts.add(post);
    Integer status = answers.poll();
    if (status == null || status != SILENCE) {
      exchange.getResponseHeaders().add("location", url("/elsewhere"));
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
      exchange.close();
    }
  }
}
