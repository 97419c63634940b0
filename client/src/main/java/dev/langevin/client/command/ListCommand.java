package dev.langevin.client.command;

import com.google.protobuf.Timestamp;
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
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists generations. */
@Command(name = "list", description = "Lists generations, newest first.")
final class ListCommand extends ServerCommand {
  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description =
          "Only queued, running, succeeded, failed, cancelled or filtered ones; repeatable.")
  List<String> states = new ArrayList<>();

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "At most this many, 1 to 100000. Default 20.")
  long limit = 20;

  @Option(
      names = "--query",
      paramLabel = "WORDS",
      description =
          "Only those in whose prompts, id, request id or labels all of these words occur.")
  String query = "";

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME",
      description = "Only those of this model, or NAME@VERSION; repeatable.")
  List<String> models = new ArrayList<>();

  @Option(
      names = "--sampler",
      split = ",",
      paramLabel = "NAME",
      description = "Only those with this sampler; repeatable.")
  List<String> samplers = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those of the last while, such as 90s, 10m, 24h or 7d.")
  String since;

  private final List<Generation.State> wanted = new ArrayList<>();
  private Optional<Instant> created = Optional.empty();

  ListCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    Checks.range("limit", limit, 1, Listing.LIMIT);
    states.forEach(state -> wanted.add(state(state)));
    if (since != null) {
      created = Optional.of(Instant.now().minus(Checks.past(since)));
    }
  }

  private static Generation.State state(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "queued" -> Generation.State.STATE_QUEUED;
      case "running" -> Generation.State.STATE_RUNNING;
      case "succeeded" -> Generation.State.STATE_SUCCEEDED;
      case "failed" -> Generation.State.STATE_FAILED;
      case "cancelled" -> Generation.State.STATE_CANCELLED;
      case "filtered" -> Generation.State.STATE_FILTERED;
      default ->
          throw CommandException.invalid(
              "state", name, "is not queued, running, succeeded, failed, cancelled or filtered");
    };
  }

  @Override
  ExitCode run(Connection connection, View view) {
    ListGenerationsRequest.Builder filter =
        ListGenerationsRequest.newBuilder()
            .addAllStates(wanted)
            .setQuery(query)
            .addAllModels(models)
            .addAllSamplers(samplers);
    created.ifPresent(
        moment ->
            filter.setCreatedAfter(Timestamp.newBuilder().setSeconds(moment.getEpochSecond())));
    ListGenerationsResponse all = Listing.of(connection, filter.build(), limit, this::reached);
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
