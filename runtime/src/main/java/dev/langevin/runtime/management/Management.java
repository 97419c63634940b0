package dev.langevin.runtime.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.lifecycle.Build;
import dev.langevin.runtime.metrics.Exposition;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port on which a process is looked after: {@code /livez}, {@code /readyz} and {@code
 * /metrics}, plain HTTP. It has threads of its own, takes few requests at a time, and closes
 * connections that are slow, so that neither the process's work nor a reader that stops can hold it
 * up.
 */
public final class Management implements AutoCloseable {
  /** Requests at a time; those who look after a process are a prober and a scraper or two. */
  private static final int MOST_REQUESTS = 32;

  private static final int BACKLOG = 64;
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String VERSION = Build.version();
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  static {
    // What the JDK's server reads of its limits, in seconds: for a whole request, for its answer,
    // and for a connection between two.
    limit("sun.net.httpserver.maxReqTime", 5);
    limit("sun.net.httpserver.maxRspTime", 10);
    limit("sun.net.httpserver.idleInterval", 75);
  }

  private final Readiness readiness = new Readiness();
  private final Liveness liveness = new Liveness();
  private final Optional<HttpServer> server;
  private final Optional<BoundedThreads> threads;
  private final Optional<Telling> ready;
  private final Meters meters;
  private volatile Telling build = () -> {};

  private Management(Optional<HttpServer> server, Optional<BoundedThreads> threads, Meters meters) {
    this.server = server;
    this.threads = threads;
    this.meters = meters;
    ready =
        server.map(
            it ->
                meters.tell(
                    Meter.READY, told -> told.value(readiness.missing().isEmpty() ? 1 : 0)));
  }

  /**
   * Listens, if there is a port to listen on. Until {@link #watch} it lives, and is not ready.
   *
   * @throws ConfigurationException if the address can't be listened on, such as a port in use
   */
  public static Management start(ManagementSettings settings) {
    return start(settings, Meters.ofProcess());
  }

  /** The same with these numbers. */
  static Management start(ManagementSettings settings, Meters meters) {
    if (!settings.wanted()) {
      return new Management(Optional.empty(), Optional.empty(), meters);
    }
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new ConfigurationException(
          "LANGEVIN_MANAGEMENT_HOST: %s is not a known host".formatted(settings.host()));
    }
    try {
      HttpServer http = HttpServer.create(address, BACKLOG);
      BoundedThreads threads = new BoundedThreads(MOST_REQUESTS);
      Management management = new Management(Optional.of(http), Optional.of(threads), meters);
      management.serve(http, threads);
      return management;
    } catch (IOException e) {
      throw new ConfigurationException(
          "LANGEVIN_MANAGEMENT_PORT: can't listen on %s:%d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
  }

  /** The port it listens on; {@link ManagementSettings#NONE} if on none. */
  public int port() {
    return server.map(it -> it.getAddress().getPort()).orElse(ManagementSettings.NONE);
  }

  /**
   * The process is what these are, by name: it is ready once none of them lacks anything, and lives
   * as long as none of them is stuck.
   */
  public void watch(Map<String, ? extends Condition> conditions) {
    if (server.isPresent()) {
      build =
          meters.tell(
              Meter.BUILD_INFO,
              told -> conditions.keySet().forEach(name -> told.value(1, name, VERSION)));
      liveness.watch(conditions);
      readiness.watch(conditions);
    }
  }

  /** It is not ready any more, from this moment on. */
  public void drain() {
    readiness.drain();
  }

  @Override
  public void close() {
    readiness.close();
    ready.ifPresent(Telling::close);
    build.close();
    server.ifPresent(it -> it.stop(0));
    threads.ifPresent(BoundedThreads::close);
  }

  private void serve(HttpServer http, BoundedThreads executor) {
    http.setExecutor(executor);
    http.createContext("/", this::handle);
    http.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/livez" -> condition(exchange, "alive", liveness.stuck());
      case "/readyz" -> condition(exchange, "ready", readiness.missing());
      case "/metrics" -> {
        Exposition told = meters.expose(exchange.getRequestHeaders().getFirst("Accept"));
        send(exchange, OK, told.contentType(), told.body());
      }
      default -> answer(exchange, NOT_FOUND, "there are /livez, /readyz and /metrics\n");
    }
  }

  private static void condition(HttpExchange exchange, String good, List<String> wrong)
      throws IOException {
    if (wrong.isEmpty()) {
      answer(exchange, OK, good + "\n");
    } else {
      answer(exchange, UNAVAILABLE, "not %s\n%s\n".formatted(good, String.join("\n", wrong)));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, PLAIN, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = method.equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static void limit(String property, int seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(seconds));
    }
  }
}
