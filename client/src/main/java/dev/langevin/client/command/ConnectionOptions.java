package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.Connection;
import dev.langevin.client.local.Connector;
import dev.langevin.client.local.DataDirectory;
import dev.langevin.client.local.Trust;
import dev.langevin.client.output.View;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server to use. */
final class ConnectionOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description =
          "Use this server, or several of one cluster in turn: a:1,b:2, or https://a:1 for TLS. Default: LANGEVIN_SERVER, else the one that runs on the data"
              + " directory, else one started for this call.")
  String server;

  @Mixin TlsOptions tls = new TlsOptions();

  @Mixin KeyOptions keys = new KeyOptions();

  @Mixin LocalOptions local = new LocalOptions();

  /**
   * The servers to try.
   *
   * @param remote whether others look after them
   * @param count how many there are
   * @param connect connects to the next, one after the other and again from the first
   */
  record Servers(boolean remote, int count, Supplier<Connection> connect) {
    Connection next() {
      return connect.get();
    }
  }

  /** Those that the options and the environment name. */
  Servers servers(Context context, View view) {
    ApiKey key = keys.key(context);
    String remote = server == null ? context.environment().server() : server;
    if (!remote.isBlank()) {
      String option = server == null ? "LANGEVIN_SERVER" : "--server";
      List<Address> addresses = tls.addresses(option, remote);
      Trust trust = tls.trust(context, addresses);
      AtomicInteger turn = new AtomicInteger();
      return new Servers(
          true,
          addresses.size(),
          () ->
              Connection.to(addresses.get(turn.getAndIncrement() % addresses.size()), trust, key));
    }
    tls.trust(context, List.of());
    Connector connector =
        new Connector(
            DataDirectory.open(local.data(context)),
            local.models(context),
            context.localServer(),
            key,
            context.interruption(),
            view);
    return new Servers(false, 1, connector::connect);
  }
}
