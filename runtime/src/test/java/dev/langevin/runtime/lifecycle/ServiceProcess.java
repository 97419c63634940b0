package dev.langevin.runtime.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, as it is run, with its log. */
public final class ServiceProcess implements AutoCloseable {
  /** How a process ends that was told to stop. */
  public static final int SIGTERM = 128 + 15;

  private final Process process;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;

  private ServiceProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /**
   * Starts it on this process's class path, on any free port, and waits until it says that it has
   * started.
   *
   * @param settings its variables
   */
  public static ServiceProcess start(Class<?> main, Map<String, String> settings)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    builder.environment().put("LANGEVIN_PORT", "0");
    builder.environment().putAll(settings);
    ServiceProcess started = new ServiceProcess(builder.start());
    try {
      started.port.get(60, TimeUnit.SECONDS);
      return started;
    } catch (Exception e) {
      started.close();
      throw new IOException("it does not start: " + started.log, e);
    }
  }

  /** Its address. */
  public String address() {
    return "127.0.0.1:" + port.join();
  }

  /** What it has logged so far; all of it once it has ended. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Sends it a signal, such as TERM or STOP. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /**
   * Waits until it has ended.
   *
   * @return its exit code
   */
  public int awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end within " + limit + ": " + log);
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.contains(" started on port ")) {
          port.complete(Integer.parseInt(line.replaceAll(".* ", "")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      port.completeExceptionally(new IOException("it has ended"));
    }
  }
}
