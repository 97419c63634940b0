package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.View;
import dev.langevin.v1.WatchGenerationRequest;
import picocli.CommandLine.Command;

/** Follows a generation. */
@Command(
    name = "watch",
    description = "Follows a generation until it has ended. Ctrl-C leaves it running.")
final class WatchCommand extends GenerationCommand {
  WatchCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Follower follower = new Follower(view, this::reached);
    follower.watch(
        connection.stub().watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build()));
    return new Results(context, json, view).ended(follower.generation());
  }
}
