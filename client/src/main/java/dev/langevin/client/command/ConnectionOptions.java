package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.Connection;
import dev.langevin.client.local.Connector;
import dev.langevin.client.local.DataDirectory;
import dev.langevin.client.output.View;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which server to use. */
final class ConnectionOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description =
          "Use this server. Default: LANGEVIN_SERVER, else the one that runs on the data"
              + " directory, else one started for this call.")
  String server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory. Default: LANGEVIN_DATA, else langevin in the user's data folder.")
  Path data;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Model directories for a server started for this call. Default: LANGEVIN_MODELS, else"
              + " those that came with the program.")
  Path models;

  /** Gives connections to the server, a new one after the last was lost. */
  Supplier<Connection> connections(Context context, View view) {
    String remote = server == null ? context.environment().server() : server;
    if (!remote.isBlank()) {
      Address address = Address.parse(server == null ? "LANGEVIN_SERVER" : "--server", remote);
      return () -> Connection.to(address);
    }
    DataDirectory directory =
        DataDirectory.open(data == null ? context.environment().data() : data);
    Path modelsRoot = models == null ? context.environment().models() : models;
    Connector connector =
        new Connector(directory, modelsRoot, context.localServer(), context.interruption(), view);
    return connector::connect;
  }
}
