package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.View;
import dev.langevin.v1.WatchGenerationRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows a generation. */
@Command(
    name = "watch",
    description = {
      "Follows a generation until it has ended. Ctrl-C leaves it running.",
      "Its pictures are shown if it was made with previews."
    })
final class WatchCommand extends GenerationCommand {
  @Mixin ShowOption show = new ShowOption();

  WatchCommand(Context context) {
    super(context);
  }

  @Override
  View view() {
    return show.canvas(context, quiet || json)
        .map(canvas -> View.of(context.terminal(), canvas))
        .orElseGet(super::view);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Follower follower = new Follower(view, this::reached, progress -> show.preview(progress, view));
    follower.watch(
        connection.stub().watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build()));
    return new Results(context, json, view).ended(follower.generation());
  }
}
