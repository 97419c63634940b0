package dev.langevin.deploy.admin;

import dev.langevin.client.Context;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What those need who look after a cluster. */
@Command(
    name = "admin",
    synopsisSubcommandLabel = "COMMAND",
    description = "For those who look after a cluster of services that run apart.")
public final class AdminCommand implements Runnable {
  @Spec CommandSpec spec;

  private AdminCommand() {}

  /** The command with all that are under it. */
  public static CommandLine of(Context context) {
    return new CommandLine(new AdminCommand())
        .addSubcommand(new ApplyCommand(context))
        .addSubcommand(new CertificatesCommand(context))
        .addSubcommand(KeyCommand.of(context))
        .addSubcommand(new WebhookSecretCommand(context))
        .addSubcommand(new FetchModelCommand(context))
        .addSubcommand(new PublishModelCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a COMMAND is needed: " + String.join(", ", spec.subcommands().keySet()));
  }
}
