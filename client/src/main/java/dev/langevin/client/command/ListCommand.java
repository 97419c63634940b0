package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Table;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.Generation;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists generations. */
@Command(name = "list", description = "Lists generations, newest first.")
final class ListCommand extends ServerCommand {
  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only queued, running, succeeded, failed or cancelled ones; repeatable.")
  List<String> states = new ArrayList<>();

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "At most this many, 1 to 100000. Default 20.")
  long limit = 20;

  private final List<Generation.State> wanted = new ArrayList<>();

  ListCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    Checks.range("limit", limit, 1, Listing.LIMIT);
    states.forEach(state -> wanted.add(state(state)));
  }

  private static Generation.State state(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "queued" -> Generation.State.STATE_QUEUED;
      case "running" -> Generation.State.STATE_RUNNING;
      case "succeeded" -> Generation.State.STATE_SUCCEEDED;
      case "failed" -> Generation.State.STATE_FAILED;
      case "cancelled" -> Generation.State.STATE_CANCELLED;
      default ->
          throw CommandException.invalid(
              "state", name, "is not queued, running, succeeded, failed or cancelled");
    };
  }

  @Override
  ExitCode run(Connection connection, View view) {
    ListGenerationsRequest filter =
        ListGenerationsRequest.newBuilder().addAllStates(wanted).build();
    ListGenerationsResponse all = Listing.of(connection, filter, limit, this::reached);
    view.clear();
    if (json) {
      context.terminal().out().println(Json.of(all));
      return ExitCode.OK;
    }
    if (all.getGenerationsCount() == 0) {
      context.terminal().err().println("no generations");
      return ExitCode.OK;
    }
    Instant now = Instant.now();
    Table table = new Table(context.terminal(), "ID", "STATE", "AGE", "SIZE", "PROMPT");
    for (Generation g : all.getGenerationsList()) {
      table.row(
          g.getId(),
          Text.state(g.getState()),
          Text.age(g.getCreateTime(), now),
          Text.size(g.getRequest().getSize(), context.terminal()),
          g.getRequest().getPrompt());
    }
    table.print();
    if (!all.getNextPageToken().isEmpty()) {
      context.terminal().err().println("and older ones; see --limit");
    }
    return ExitCode.OK;
  }
}
