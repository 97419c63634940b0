package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.gateway.identity.ApiKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends keys. */
@Command(
    name = "revoke",
    description = {
      "Ends keys: gateways refuse them within a second of reading the file. They stay listed.",
    })
final class RevokeKeyCommand implements Callable<Integer> {
  @Mixin KeysOption keys = new KeysOption();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "What list calls them.")
  List<String> ids;

  private final Context context;

  RevokeKeyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    keys.change(before -> revoked(before, now));
    ids.forEach(id -> context.terminal().err().println("key " + id + " is revoked"));
    return ExitCode.OK.number();
  }

  private List<ApiKey> revoked(List<ApiKey> before, Instant now) {
    List<ApiKey> all = new ArrayList<>(before);
    for (String id : ids) {
      int place = place(id, all);
      ApiKey key = all.get(place);
      if (key.revoked().isEmpty()) {
        all.set(place, key.revokedAt(now));
      }
    }
    return all;
  }

  /** What is no id may be a whole key, which a message must not show. */
  private static int place(String id, List<ApiKey> keys) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).id().equals(id)) {
        return i;
      }
    }
    String shown = id.matches("[0-9a-v]{1,16}") ? id : "what was given";
    throw CommandException.invalid("ID", shown, "is none of the file's keys; list shows them");
  }
}
