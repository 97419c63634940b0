package dev.langevin.deploy.cli;

import dev.langevin.client.local.LocalServer;
import java.util.function.Consumer;

/** Where no server can be started: one has to be named. */
record NoServer() implements LocalServer {
  @Override
  public Running start(Settings settings, Consumer<String> stage) {
    throw new LocalServerException(
        "no server is named, and none can be started here; name one with --server HOST:PORT or"
            + " LANGEVIN_SERVER",
        null);
  }
}
