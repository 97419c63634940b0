package dev.langevin.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code langevin serve} as a process of its own, that can be killed. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final CompletableFuture<String> address = new CompletableFuture<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts it on a data directory, with the models of the checkout; returns when it serves. */
  static ServerProcess start(Path data) throws Exception {
    return start(data, Map.of());
  }

  /** The same with further settings, by the names of their variables. */
  static ServerProcess start(Path data, Map<String, String> settings) throws Exception {
    return start(data, 0, settings);
  }

  /** The same on a port; 0 for any. */
  static ServerProcess start(Path data, int port, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("LANGEVIN_DATA", data.toString());
    all.put("LANGEVIN_MODELS", Command.checkedOutModels().toString());
    all.putAll(settings);
    ProcessBuilder builder = ArchivedClasses.process(all, "serve", "--port=" + port);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    ServerProcess server = new ServerProcess(builder.start());
    Thread.ofVirtual().start(server::read);
    try {
      server.address.get(180, TimeUnit.SECONDS);
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** Where it serves. */
  String address() {
    return address.join();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@code kill -TERM}, and waits for its end. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
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
    address.completeExceptionally(new IOException("the server ended before it served"));
  }
}
