package dev.langevin.deploy.admin;

import dev.langevin.client.Context;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The API keys of a cluster. */
@Command(
    name = "key",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "The file of API keys that gateways read (LANGEVIN_API_KEYS). It holds what is needed to know a",
      "key, and none of the keys; gateways read it anew within a second of its change."
    })
final class KeyCommand implements Runnable {
  @Spec CommandSpec spec;

  private KeyCommand() {}

  static CommandLine of(Context context) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new CreateKeyCommand(context))
        .addSubcommand(new ListKeysCommand(context))
        .addSubcommand(new RevokeKeyCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a COMMAND is needed: create, list or revoke");
  }
}
