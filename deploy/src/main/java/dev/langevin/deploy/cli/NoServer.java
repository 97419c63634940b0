package dev.langevin.deploy.cli;

import dev.langevin.client.Context;
import dev.langevin.client.local.LocalServer;
import dev.langevin.deploy.admin.AdminCommand;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Where no server can be started: one has to be named. */
record NoServer() implements LocalServer {
  @Override
  public Running start(Settings settings, Consumer<String> stage) {
    throw new LocalServerException(
        "no server is named, and none can be started here; name one with --server HOST:PORT or"
            + " LANGEVIN_SERVER",
        null);
  }

  @Override
  public List<CommandLine> commands(Context context) {
    return List.of(AdminCommand.of(context));
  }
}
