package dev.langevin.bench.loop;

import dev.langevin.bench.kit.Progress;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** The whole system and the bare loop, with the same model and the same number of threads. */
final class Sides implements AutoCloseable {

  /**
   * A picture, and how long it took.
   *
   * @param file its bytes
   * @param nanos wall time
   */
  record Timed(byte[] file, long nanos) {
    double millis() {
      return nanos / 1e6;
    }
  }

  /**
   * Pictures in the order of their requests.
   *
   * @param files their bytes
   * @param seconds from the first call to the last answer
   */
  record Pictures(List<byte[]> files, double seconds) {}

  private static final Duration WARM_UP = Duration.ofSeconds(150);
  private static final Duration QUICK_WARM_UP = Duration.ofSeconds(8);

  private final Server server;
  private final BareLoop loop;
  private final Jobs jobs;
  private long bareNanos;
  private long idleNanos;
  private boolean ended;

  private Sides(Server server, BareLoop loop) {
    this.server = server;
    this.loop = loop;
    this.jobs = new Jobs(loop.model());
  }

  /**
   * Starts both, and waits until the system has measured its best batch.
   *
   * @param patience how long
   */
  static Sides start(Path model, Path data, Duration patience, Progress progress)
      throws IOException, InterruptedException {
    progress.stage("starting the system, which measures its best batch");
    Path absolute = model.toAbsolutePath().normalize();
    ExecutionSettings settings = ExecutionSettings.cpu();
    // No two jobs are alike; sharing is off all the same, so that nobody has to believe it.
    Server server =
        Server.start(
            absolute.getParent(),
            data.resolve("server"),
            Map.of("THREADS", Integer.toString(settings.threads()), "COALESCE", "false"));
    try {
      BareLoop loop = new BareLoop(absolute, settings, data.resolve("bare"));
      Sides sides = new Sides(server, loop);
      if (!server.awaitCalibration(patience)) {
        progress.stage(
            "no best batch after %d s, as others use the machine; the usual one is taken"
                .formatted(patience.toSeconds()));
      }
      return sides;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Requests for both. */
  Jobs jobs() {
    return jobs;
  }

  /** How long to wait for the best batch: some seconds where nobody else uses the machine. */
  static Duration patience(boolean quick) {
    return Duration.ofSeconds(quick ? 25 : 90);
  }

  /**
   * Runs both until their code is compiled, as that of a server is after its first minutes. Many
   * jobs at once get there soonest: the system's code runs the more often, the more rows a batch
   * has.
   */
  void warmUp(boolean quick, Progress progress) throws IOException, InterruptedException {
    progress.stage("first runs");
    jobs.mixed(quick ? 4 : Jobs.KINDS).forEach(this::bare);
    long since = System.nanoTime();
    Duration warm = quick ? QUICK_WARM_UP : WARM_UP;
    while (System.nanoTime() - since < warm.toNanos()) {
      allAtOnce(jobs.mixed(Jobs.KINDS), () -> {});
      progress.at("first runs: %d s".formatted((System.nanoTime() - since) / 1_000_000_000));
    }
    bareNanos = 0;
    idleNanos = 0;
  }

  /** Makes a picture in the bare loop. */
  Timed bare(GenerationRequest request) {
    Duration before = server.processorTime();
    long began = System.nanoTime();
    byte[] file = loop.make(request);
    long nanos = System.nanoTime() - began;
    bareNanos += nanos;
    idleNanos += server.processorTime().minus(before).toNanos();
    return new Timed(file, nanos);
  }

  /** Has the system make a picture, up to its bytes. */
  Timed system(GenerationRequest request) throws IOException {
    long began = System.nanoTime();
    byte[] file = server.make(request);
    return new Timed(file, System.nanoTime() - began);
  }

  /**
   * Has the system make pictures, all asked for at once.
   *
   * @param done told of each, by several threads
   */
  Pictures allAtOnce(List<GenerationRequest> requests, Runnable done)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> pending = new ArrayList<>();
      for (GenerationRequest request : requests) {
        pending.add(
            threads.submit(
                () -> {
                  byte[] file = server.make(request);
                  done.run();
                  return file;
                }));
      }
      List<byte[]> files = new ArrayList<>();
      for (Future<byte[]> one : pending) {
        files.add(one.get());
      }
      return new Pictures(files, (System.nanoTime() - began) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Processors that the idle system took while the bare loop ran. */
  double idleCores() {
    return (double) idleNanos / bareNanos;
  }

  /** Throws unless both have made the same: else their times say nothing. */
  static void requireSame(GenerationRequest request, byte[] bare, byte[] system)
      throws IOException {
    if (!Arrays.equals(bare, system)) {
      throw new IOException(
          "the system's picture of \"%s\", seed %d, is not the bare loop's: %d and %d bytes"
              .formatted(request.getPrompt(), request.getSeed(), system.length, bare.length));
    }
  }

  /** Ends the system, and reads the spans of the jobs that it accepted since then. */
  List<Span> spans(Instant since) throws IOException {
    end();
    long from = since.getEpochSecond() * 1_000_000_000L + since.getNano();
    List<Span> all = Span.read(server.spans());
    Set<String> traces =
        all.stream()
            .filter(span -> span.name().equals("gateway.create") && span.start() >= from)
            .map(Span::trace)
            .collect(Collectors.toSet());
    return all.stream().filter(span -> traces.contains(span.trace())).toList();
  }

  @Override
  public void close() {
    loop.close();
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      server.close();
    }
  }
}
