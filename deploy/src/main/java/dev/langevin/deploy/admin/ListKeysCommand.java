package dev.langevin.deploy.admin;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.output.Table;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.Scope;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is known of keys, which is not the keys. */
@Command(name = "list", description = "Lists the keys by their ids, and how each stands.")
final class ListKeysCommand implements Callable<Integer> {
  @Mixin KeysOption keys = new KeysOption();

  private final Context context;

  ListKeysCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Instant now = Instant.now();
    Table table =
        new Table(context.terminal(), "ID", "TENANT", "SCOPES", "STATE", "EXPIRES", "NAME");
    for (ApiKey key : keys.load()) {
      table.row(
          key.id(),
          key.tenant(),
          key.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(",")),
          key.state(now),
          key.expires().map(Instant::toString).orElse("never"),
          key.name());
    }
    table.print();
    return ExitCode.OK.number();
  }
}
