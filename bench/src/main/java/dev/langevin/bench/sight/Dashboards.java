package dev.langevin.bench.sight;

import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.loop.Server;
import dev.langevin.bench.sight.promql.History;
import io.grpc.Metadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench dashboards}: the dashboards as pictures, from what a system tells. */
@Command(
    name = "dashboards",
    description = {
      "Asks running processes for their numbers every few seconds, and draws the dashboards from them, as",
      "Grafana would. Without --scrape it starts a system of its own and keeps it busy: a few jobs at a",
      "time, many, then few again."
    })
public final class Dashboards implements Callable<Integer> {
  private static final int CLIENTS = 12;

  /** Those of them that ask all the time; the others from and to these parts of it. */
  private static final int STEADY = 2;

  private static final double BUSY_FROM = 0.25;
  private static final double BUSY_TO = 0.7;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--scrape",
      paramLabel = "URL",
      description = "Where numbers are told, such as http://127.0.0.1:9464/metrics; several times.")
  List<URI> scrape = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "240",
      description = "For how long. Default: 240")
  int seconds;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "5",
      description = "Seconds between two looks. Default: 5")
  int every;

  @Option(names = "--boards", paramLabel = "DIR", description = "Default: deploy/grafana")
  Path boards = home().resolve("deploy/grafana");

  @Option(names = "--out", paramLabel = "DIR", description = "Default: docs/operations")
  Path out = home().resolve("docs/operations");

  private final History history = new History();
  private final AtomicInteger jobs = new AtomicInteger();

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress("dashboards");
    try {
      if (scrape.isEmpty()) {
        ofOwnSystem(progress);
      } else {
        watch(scrape, progress);
      }
    } finally {
      progress.clear();
    }
    return 0;
  }

  private void ofOwnSystem(Progress progress) throws Exception {
    int port = freePort();
    try (Scratch data = new Scratch();
        Server server =
            Server.start(
                home().resolve("models").toAbsolutePath().normalize(),
                data.folder(),
                Map.of("MANAGEMENT_PORT", Integer.toString(port)));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.submit(() -> work(server, client, began));
      }
      try {
        watch(List.of(URI.create("http://127.0.0.1:%d/metrics".formatted(port))), progress);
      } finally {
        clients.shutdownNow();
      }
    }
  }

  /** The first ask all the time, the others in the midst of it. */
  private Void work(Server server, int client, long began)
      throws IOException, InterruptedException {
    if (client >= STEADY) {
      Thread.sleep(Duration.ofMillis(Math.round(BUSY_FROM * seconds * 1e3)));
    }
    double until = (client < STEADY ? 1 : BUSY_TO) * seconds;
    while (!Thread.currentThread().isInterrupted() && nanosSince(began) < until * 1e9) {
      Load.make(server.channel(), Load.mixed(jobs.getAndIncrement()), new Metadata());
    }
    return null;
  }

  private void watch(List<URI> urls, Progress progress) throws IOException, InterruptedException {
    long began = System.nanoTime();
    double now = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int look = 0; now < seconds; look++) {
        Thread.sleep(
            Duration.ofNanos(Math.max(0, look * every * 1_000_000_000L - nanosSince(began))));
        now = nanosSince(began) / 1e9;
        for (URI url : urls) {
          TextFormat.read(told(client, url), url.getAuthority(), now, history);
        }
        progress.at("%.0f of %d s".formatted(now, seconds));
      }
    }
    try (Stream<Path> files = Files.list(boards)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        Path picture = out.resolve(file.getFileName().toString().replace(".json", ".png"));
        new BoardPicture(history, 0, now).write(Board.read(file), picture);
        System.out.println(picture);
      }
    }
  }

  private static String told(HttpClient client, URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("%s answers %d".formatted(url, answer.statusCode()));
    }
    return answer.body();
  }

  private static long nanosSince(long began) {
    return System.nanoTime() - began;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("langevin.home", "."));
  }
}
