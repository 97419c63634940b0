package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyText;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.identity.Scopes;
import dev.langevin.runtime.generations.Tenants;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key. */
@Command(
    name = "create",
    description = {
      "Makes a key and prints it on standard output, this once: the file does not hold it.",
      "Keep it where secrets are kept; LANGEVIN_API_KEY is where clients look for it."
    })
final class CreateKeyCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("(\\d{1,4})([dh])");
  private static final Pattern NAME = Pattern.compile("[ -~]{0,64}");

  @Mixin KeysOption keys = new KeysOption();

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose key it is: " + Tenants.FORM + ". Default default.")
  String tenant = Tenants.DEFAULT;

  @Option(
      names = "--scopes",
      paramLabel = "SCOPES",
      split = ",",
      description =
          "What it allows, separated by commas: read, write, admin. None includes another. Default"
              + " read,write.")
  List<String> scopes = List.of("read", "write");

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "What people call it, such as who has it. At most 64 letters of ASCII.")
  String name = "";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description =
          "When it ends: so many days or hours from now, as 90d or 8h, or never. Default 365d.")
  String expires = "365d";

  private final Context context;

  CreateKeyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!Tenants.valid(tenant)) {
      throw CommandException.invalid("--tenant", tenant, "is not " + Tenants.FORM);
    }
    if (!NAME.matcher(name).matches()) {
      throw CommandException.invalid("--name", name, "is not at most 64 letters of ASCII");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> end = end(now);
    Set<Scope> allowed = allowed();
    KeyText key = KeyText.random(new SecureRandom());
    String digest = HexFormat.of().formatHex(key.sha256());
    ApiKey made = new ApiKey(key.id(), digest, tenant, allowed, name, now, end, Optional.empty());
    keys.changeOrMake(before -> Stream.concat(before.stream(), Stream.of(made)).toList());
    context.terminal().out().println(key.text());
    context
        .terminal()
        .err()
        .println(
            "key %s of tenant %s, %s, ends %s; it is not shown again"
                .formatted(
                    key.id(),
                    tenant,
                    String.join(",", scopes),
                    end.map(Instant::toString).orElse("never")));
    return ExitCode.OK.number();
  }

  private Set<Scope> allowed() {
    Set<Scope> allowed = EnumSet.noneOf(Scope.class);
    for (String scope : scopes) {
      allowed.add(
          Scopes.of(scope.strip())
              .orElseThrow(
                  () ->
                      CommandException.invalid("--scopes", scope, "is not read, write or admin")));
    }
    return allowed;
  }

  private Optional<Instant> end(Instant now) {
    if (expires.equals("never")) {
      return Optional.empty();
    }
    Matcher time = TIME.matcher(expires);
    if (!time.matches() || Integer.parseInt(time.group(1)) == 0) {
      throw CommandException.invalid(
          "--expires", expires, "is not a time such as 90d or 8h, nor never");
    }
    int amount = Integer.parseInt(time.group(1));
    return Optional.of(
        now.plus(time.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount)));
  }
}
