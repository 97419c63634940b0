package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.gateway.webhooks.Signer;
import dev.langevin.runtime.generations.Tenants;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a tenant's receivers check webhooks with. */
@Command(
    name = "webhook-secret",
    description = {
      "Prints the secret that a tenant's webhooks are signed with, from the gateways' own in",
      "LANGEVIN_WEBHOOK_SECRET; one line for each if those are several. It is that tenant's alone."
    })
final class WebhookSecretCommand implements Callable<Integer> {
  private static final String VARIABLE = "LANGEVIN_WEBHOOK_SECRET";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      required = true,
      description = "Whose webhooks: " + Tenants.FORM + ".")
  String tenant;

  private final Context context;

  WebhookSecretCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!Tenants.valid(tenant)) {
      throw CommandException.invalid("--tenant", tenant, "is not " + Tenants.FORM);
    }
    String secrets = context.environment().variables().getOrDefault(VARIABLE, "");
    try {
      List<String> each = Arrays.stream(secrets.split(",", -1)).map(String::trim).toList();
      Signer.of(each).secrets(tenant).forEach(context.terminal().out()::println);
    } catch (IllegalArgumentException e) {
      String what = secrets.isEmpty() ? "it is not set," : "it can't be used,";
      throw CommandException.invalid(VARIABLE, what, e.getMessage());
    }
    return ExitCode.OK.number();
  }
}
