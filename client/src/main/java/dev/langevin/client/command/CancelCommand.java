package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.View;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.Generation;
import picocli.CommandLine.Command;

/** Cancels a generation. */
@Command(name = "cancel", description = "Cancels a generation that has not ended.")
final class CancelCommand extends GenerationCommand {
  CancelCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Generation generation =
        connection
            .stub()
            .cancelGeneration(CancelGenerationRequest.newBuilder().setId(id).build())
            .getGeneration();
    reached();
    view.clear();
    context
        .terminal()
        .out()
        .println(json ? Json.of(generation) : "cancelled " + generation.getId());
    return ExitCode.OK;
  }
}
