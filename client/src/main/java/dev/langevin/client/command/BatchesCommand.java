package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Table;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListBatchesResponse;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.ResumeBatchRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with batches that were handed in. */
@Command(
    name = "batches",
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists, fetches, pauses, resumes, cancels and deletes batches.")
final class BatchesCommand implements Runnable {
  @Spec CommandSpec spec;

  /** The command with those below it. */
  static CommandLine of(Context context) {
    return new CommandLine(new BatchesCommand())
        .addSubcommand(new ListAll(context))
        .addSubcommand(new BatchResultsCommand(context))
        .addSubcommand(new BatchDownloadCommand(context))
        .addSubcommand("get", one(context, "", (s, id) -> s.getBatch(get(id)).getBatch()))
        .addSubcommand(
            "pause",
            one(
                context,
                "paused ",
                (s, id) ->
                    s.pauseBatch(PauseBatchRequest.newBuilder().setId(id).build()).getBatch()))
        .addSubcommand(
            "resume",
            one(
                context,
                "resumed ",
                (s, id) ->
                    s.resumeBatch(ResumeBatchRequest.newBuilder().setId(id).build()).getBatch()))
        .addSubcommand(
            "cancel",
            one(
                context,
                "cancelled ",
                (s, id) ->
                    s.cancelBatch(CancelBatchRequest.newBuilder().setId(id).build()).getBatch()))
        .addSubcommand(
            "delete",
            one(
                context,
                "deleted ",
                (s, id) ->
                    s.deleteBatch(DeleteBatchRequest.newBuilder().setId(id).build()).getBatch()));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a COMMAND is needed: list, get, results, download, pause, resume, cancel or delete");
  }

  private static GetBatchRequest get(String id) {
    return GetBatchRequest.newBuilder().setId(id).build();
  }

  private static One one(
      Context context, String done, BiFunction<BatchServiceBlockingStub, String, Batch> call) {
    return new One(context, done, call);
  }

  /** Something about one batch. */
  @Command
  static final class One extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "The batch's id.")
    String id;

    private final String done;
    private final BiFunction<BatchServiceBlockingStub, String, Batch> call;

    private One(
        Context context, String done, BiFunction<BatchServiceBlockingStub, String, Batch> call) {
      super(context);
      this.done = done;
      this.call = call;
    }

    @Override
    ExitCode run(Connection connection, View view) {
      Batch batch = call.apply(connection.batches(), id);
      reached();
      view.clear();
      context
          .terminal()
          .out()
          .println(json || done.isEmpty() ? Json.of(batch) : done + batch.getId());
      return ExitCode.OK;
    }
  }

  /** Shows them. */
  @Command(name = "list", description = "Lists batches, newest first.")
  static final class ListAll extends ServerCommand {
    @Option(
        names = {"-l", "--limit"},
        paramLabel = "N",
        description = "At most this many, 1 to 1000. Default 20.")
    int limit = 20;

    ListAll(Context context) {
      super(context);
    }

    @Override
    void prepare() {
      Checks.range("limit", limit, 1, 1000);
    }

    @Override
    ExitCode run(Connection connection, View view) {
      ListBatchesResponse all =
          connection
              .batches()
              .listBatches(ListBatchesRequest.newBuilder().setPageSize(limit).build());
      reached();
      view.clear();
      if (json) {
        context.terminal().out().println(Json.of(all));
        return ExitCode.OK;
      }
      if (all.getBatchesCount() == 0) {
        context.terminal().err().println("no batches");
        return ExitCode.OK;
      }
      Instant now = Instant.now();
      Table table = new Table(context.terminal(), "ID", "STATE", "AGE", "DONE", "FAILED");
      for (Batch batch : all.getBatchesList()) {
        table.row(
            batch.getId(),
            batch.getState().name().replaceFirst("^STATE_", "").toLowerCase(Locale.ROOT),
            Text.age(batch.getCreateTime(), now),
            batch.getSucceeded() + "/" + batch.getLines(),
            Integer.toString(batch.getFailed()));
      }
      table.print();
      return ExitCode.OK;
    }
  }
}
