package dev.langevin.bench.loop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.bench.cluster.Launch;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** {@code langevin serve} as a process of its own, with the options that its launcher gives it. */
public final class Server implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Process process;
  private final Path data;
  private final Thread hook = new Thread(this::kill);
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private ManagedChannel channel;

  private Server(Process process, Path data) {
    this.process = process;
    this.data = data;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts it; returns when it serves.
   *
   * @param models directory of model directories
   * @param data its data directory, in which {@code spans.jsonl} gets its spans
   * @param settings further {@code LANGEVIN_} variables, without the prefix
   */
  public static Server start(Path models, Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Launch.lasting());
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            dev.langevin.deploy.Main.class.getName(),
            "serve",
            "--port=0"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("LANGEVIN_"));
    // Not on the command line, which ONNX Runtime reads.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("LANGEVIN_DATA", data.toString());
    builder.environment().put("LANGEVIN_MODELS", models.toString());
    builder.environment().put("LANGEVIN_TRACES", data.resolve("spans.jsonl").toString());
    settings.forEach((key, value) -> builder.environment().put("LANGEVIN_" + key, value));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Server server = new Server(builder.start(), data);
    Thread.ofVirtual().start(server::read);
    try {
      server.channel = Channels.open(server.address.get(START.toSeconds(), TimeUnit.SECONDS));
      return server;
    } catch (ExecutionException | TimeoutException e) {
      server.close();
      throw new IOException("the server does not start: " + e.getMessage(), e);
    }
  }

  /** To its public API. */
  public Channel channel() {
    return channel;
  }

  /** Where its spans are. */
  public Path spans() {
    return data.resolve("spans.jsonl");
  }

  /**
   * Waits until the model's best batch is known, which is measured once nothing else goes on.
   *
   * @return whether it is
   */
  public boolean awaitCalibration(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (!calibrated()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }

  /** Has a picture made, and returns its file. */
  byte[] make(GenerationRequest request) throws IOException {
    Iterator<GenerateResponse> answers =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    GenerateResponse last = answers.next();
    while (answers.hasNext()) {
      last = answers.next();
    }
    Generation generation = last.getGeneration();
    if (generation.getState() != Generation.State.STATE_SUCCEEDED || last.getImagesCount() != 1) {
      throw new IOException("a job ended with " + generation.getError());
    }
    return last.getImages(0).getData().toByteArray();
  }

  /** Processor time that it has taken so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it, so that all its spans are written. */
  @Override
  public void close() {
    if (channel != null) {
      Channels.close(channel);
    }
    process.destroy();
    try {
      process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void kill() {
    process.destroyForcibly();
  }

  private boolean calibrated() throws IOException {
    Path folder = data.resolve("measured").resolve("calibration");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (Path file : files) {
      JsonObject measured = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (measured.has("cap") && measured.get("cap").getAsInt() > 0) {
        return true;
      }
    }
    return false;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("langevin serves ")) {
          address.complete(line.split(" ")[2]);
        }
      }
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
    address.completeExceptionally(new IOException("it ended before it served"));
  }
}
