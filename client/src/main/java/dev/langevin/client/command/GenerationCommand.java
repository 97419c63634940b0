package dev.langevin.client.command;

import dev.langevin.client.Context;
import picocli.CommandLine.Parameters;

/** A command about one generation. */
abstract class GenerationCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The generation's id.")
  String id;

  GenerationCommand(Context context) {
    super(context);
  }

  @Override
  final void prepare() {
    Checks.id(id);
  }
}
