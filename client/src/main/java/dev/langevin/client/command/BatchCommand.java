package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.Interruption;
import dev.langevin.client.batch.BatchFolder;
import dev.langevin.client.batch.BatchUpload;
import dev.langevin.client.batch.LinesFile;
import dev.langevin.client.batch.Sweep;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.View;
import dev.langevin.v1.BadLines;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateBatchResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the pictures of a file of requests, and waits for them. */
@Command(
    name = "batch",
    description = "Makes the pictures of a file of requests, and waits for them.",
    footer = {
      "",
      "FILE has one request a line, in JSON: {\"prompt\": \"a boat\", \"custom_id\": \"b1\"}.",
      "Ctrl-C leaves the batch as it is: the same command goes on with it, and langevin batches",
      "cancel ID ends it. DIR gets the pictures, manifest.jsonl, index.html and contact-sheet.png.",
      "",
      "Examples:",
      "  langevin batch prompts.jsonl -o out",
      "  langevin batch templates.jsonl -o out --set color=red,blue --set thing=boat --seeds 1..4",
    })
final class BatchCommand extends ServerCommand {
  @Parameters(paramLabel = "FILE", description = "Requests, one a line, in JSON.")
  Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Folder of the results; made if there is none.")
  Path output;

  @Option(
      names = "--set",
      paramLabel = "NAME=A,B",
      description =
          "What stands for {NAME} in prompts, one after the other; repeatable, for every"
              + " combination.")
  Map<String, String> sets = new LinkedHashMap<>();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "Make every line with each of these seeds: 1..4, or 3,5,9.")
  String seeds;

  @Option(
      names = "--skip-invalid",
      description = "Leave out lines that can't be done, where otherwise nothing is begun.")
  boolean skipInvalid;

  private LinesFile lines;
  private BatchFolder folder;
  private BatchFollower follower;

  BatchCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw CommandException.file("FILE", file, "can't be read");
    }
    Map<String, List<String>> values =
        sets.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    set -> Arrays.asList(set.getValue().split(",")),
                    (a, b) -> b,
                    LinkedHashMap::new));
    lines = new LinesFile(file, new Sweep(values, seeds == null ? List.of() : Sweep.seeds(seeds)));
    LinesFile.Digest digest = lines.digest();
    if (digest.lines() == 0) {
      throw CommandException.file("FILE", file, "has no lines");
    }
    folder = BatchFolder.open(output, digest.sha256());
    follower = new BatchFollower(folder);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Interruption.Registration leaves = context.interruption().on(() -> leave(view));
    try {
      if (folder.batch().isEmpty() && !sent(connection, view)) {
        return ExitCode.INVALID;
      }
      Batch done = follower.follow(connection, view, this::reached);
      view.clear();
      return ended(done);
    } finally {
      leaves.close();
    }
  }

  /** Whether the server has accepted the file. */
  private boolean sent(Connection connection, View view) {
    view.stage("sending " + file.getFileName());
    CreateBatchResponse response =
        BatchUpload.send(
            connection.channel(),
            BatchHeader.newBuilder()
                .setRequestId(folder.requestId())
                .setSkipInvalid(skipInvalid)
                .build(),
            lines);
    reached();
    view.clear();
    response.getBadLinesList().forEach(this::tell);
    if (!response.hasBatch()) {
      folder.forget();
      context
          .terminal()
          .err()
          .println("langevin: nothing was begun; correct these lines, or use --skip-invalid");
      return false;
    }
    folder.belongsTo(response.getBatch().getId());
    return true;
  }

  private void tell(BadLines bad) {
    String numbers =
        bad.getLinesList().stream()
            .limit(20)
            .map(Integer::toUnsignedString)
            .collect(Collectors.joining(", "));
    String more = bad.getLinesCount() > 20 ? " and " + (bad.getLinesCount() - 20) + " more" : "";
    String which = bad.getLinesCount() == 1 ? "line " : "lines ";
    context.terminal().err().println(which + numbers + more + ": " + bad.getMessage());
  }

  private ExitCode ended(Batch batch) {
    if (json) {
      context.terminal().out().println(Json.of(batch));
    } else {
      context
          .terminal()
          .out()
          .println(
              "%s: %,d of %,d lines succeeded%s%s%s%s"
                  .formatted(
                      output,
                      batch.getSucceeded(),
                      batch.getLines(),
                      some(batch.getFailed(), "failed"),
                      some(batch.getCancelled(), "cancelled"),
                      some(batch.getFiltered(), "filtered"),
                      some(batch.getSkipped(), "skipped")));
    }
    if (batch.hasError()) {
      throw CommandException.failed(
          "batch " + batch.getId() + " failed: " + batch.getError().getMessage(), null);
    }
    if (batch.getState() == Batch.State.STATE_CANCELLED) {
      return ExitCode.CANCELLED;
    }
    return batch.getSucceeded() + batch.getSkipped() == batch.getLines()
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private static String some(int count, String what) {
    return count == 0 ? "" : ", %,d %s".formatted(count, what);
  }

  private void leave(View view) {
    view.close();
    context
        .terminal()
        .err()
        .println(
            folder.batch().isEmpty()
                ? "the same command begins again"
                : "batch %s is kept; the same command goes on with it".formatted(folder.batch()));
  }
}
