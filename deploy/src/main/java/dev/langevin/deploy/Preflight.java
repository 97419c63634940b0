package dev.langevin.deploy;

import dev.langevin.client.local.LocalServer.LocalServerException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What would make a start fail, found before anything is started. */
final class Preflight {
  /** Below it a broker stops in the midst of its work sooner or later. */
  static final long SPACE = 128L << 20;

  private Preflight() {}

  /** Fails if {@code port} of the loopback address is taken. */
  static void port(int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    } catch (IOException e) {
      throw new LocalServerException(
          "port "
              + port
              + " of 127.0.0.1 can't be used: "
              + e.getMessage()
              + "; choose another"
              + " with --port",
          e);
    }
  }

  /** Fails if less than {@code needed} bytes are left where {@code data} is. */
  static void space(Path data, long needed) {
    try {
      long left = Files.getFileStore(data).getUsableSpace();
      if (left < needed) {
        throw new LocalServerException(
            "data directory %s has %d MiB left on its disk, and %d MiB are needed"
                .formatted(data, left >> 20, needed >> 20),
            null);
      }
    } catch (IOException e) {
      throw new LocalServerException("data directory " + data + ": " + e.getMessage(), e);
    }
  }

  /**
   * Fails if no model can be used.
   *
   * @return what is wrong with those that can't
   */
  static List<String> models(Path models) {
    List<ModelEntry> entries;
    try {
      entries = ModelDirectory.scan(models);
    } catch (ModelException e) {
      throw new LocalServerException("models: " + e.getMessage(), e);
    }
    List<String> problems = new ArrayList<>();
    for (ModelEntry entry : entries) {
      if (entry instanceof ModelEntry.Broken broken) {
        problems.add("model " + broken.name() + " can't be used: " + broken.problem());
      }
    }
    if (entries.isEmpty()) {
      throw new LocalServerException(
          "models: %s holds no model directory; choose another with --models DIR".formatted(models),
          null);
    }
    if (problems.size() == entries.size()) {
      throw new LocalServerException(String.join("; ", problems), null);
    }
    return problems;
  }
}
