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
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.RetryGenerationRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jobs that were given up. */
@Command(
    name = "dead-letter",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Generations that were given up: every attempt broke off, or no orchestrator could take them.",
      "They wait here until they are retried or dropped."
    })
final class DeadLetterCommand implements Runnable {
  private static final List<String> REASONS = List.of("ATTEMPTS_EXHAUSTED", "DELIVERIES_EXHAUSTED");

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a COMMAND is needed: list, retry or drop");
  }

  /** Shows them. */
  @Command(name = "list", description = "Lists what was given up, newest first.")
  static final class ListLetters extends ServerCommand {
    @Option(
        names = {"-l", "--limit"},
        paramLabel = "N",
        description = "At most this many, 1 to 100000. Default 100.")
    long limit = 100;

    ListLetters(Context context) {
      super(context);
    }

    @Override
    void prepare() {
      Checks.range("limit", limit, 1, Listing.LIMIT);
    }

    @Override
    ExitCode run(Connection connection, View view) {
      ListGenerationsRequest filter =
          ListGenerationsRequest.newBuilder().addAllErrorReasons(REASONS).build();
      ListGenerationsResponse letters = Listing.of(connection, filter, limit, this::reached);
      view.clear();
      if (json) {
        context.terminal().out().println(Json.of(letters));
        return ExitCode.OK;
      }
      if (letters.getGenerationsCount() == 0) {
        context.terminal().err().println("no dead letters");
        return ExitCode.OK;
      }
      Instant now = Instant.now();
      Table table = new Table(context.terminal(), "ID", "GIVEN UP", "ATTEMPTS", "REASON", "PROMPT");
      for (Generation letter : letters.getGenerationsList()) {
        table.row(
            letter.getId(),
            Text.age(letter.getEndTime(), now) + " ago",
            Integer.toUnsignedString(letter.getAttempt()),
            letter.getError().getReason(),
            letter.getRequest().getPrompt());
      }
      table.print();
      if (!letters.getNextPageToken().isEmpty()) {
        context.terminal().err().println("and older ones; see --limit");
      }
      return ExitCode.OK;
    }
  }

  /** Makes new generations of them. */
  @Command(
      name = "retry",
      description = {
        "Makes a new generation of each, with the same request and seed, and prints its id.",
        "The old one stays until it is dropped. Any that failed or was cancelled can be named."
      })
  static final class Retry extends GenerationsCommand {
    /** The same after a lost connection, so that none is made twice. */
    private final Map<String, String> requestIds = new HashMap<>();

    Retry(Context context) {
      super(context);
    }

    @Override
    Generation apply(GenerationServiceBlockingStub stub, String id) {
      return stub.retryGeneration(
              RetryGenerationRequest.newBuilder()
                  .setId(id)
                  .setRequestId(requestIds.computeIfAbsent(id, key -> "cli-" + UUID.randomUUID()))
                  .build())
          .getGeneration();
    }

    @Override
    String told(String id, Generation result) {
      return result.getId();
    }
  }

  /** Deletes them. */
  @Command(name = "drop", description = "Deletes what was given up.")
  static final class Drop extends GenerationsCommand {
    Drop(Context context) {
      super(context);
    }

    @Override
    Generation apply(GenerationServiceBlockingStub stub, String id) {
      Generation letter =
          stub.getGeneration(GetGenerationRequest.newBuilder().setId(id).build()).getGeneration();
      if (!REASONS.contains(letter.getError().getReason())) {
        throw CommandException.invalid(
            "id",
            id,
            "is %s and no dead letter; see langevin delete"
                .formatted(Text.state(letter.getState())));
      }
      return DeleteCommand.delete(stub, id);
    }

    @Override
    String told(String id, Generation result) {
      return "dropped " + id;
    }
  }
}
