package dev.langevin.client.command;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.View;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import java.io.PrintStream;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what became of a batch's lines. */
@Command(
    name = "results",
    description = {
      "Prints what became of each line, in the order of the file, as JSON on one line."
    })
final class BatchResultsCommand extends ServerCommand {
  private static final JsonFormat.Printer LINE =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  @Parameters(paramLabel = "ID", description = "The batch's id.")
  String id;

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for each line to end, up to the end of the batch.")
  boolean follow;

  @Option(
      names = "--after",
      paramLabel = "LINE",
      description = "Leave out the lines up to this one. Default 0.")
  long after;

  BatchResultsCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    Checks.batchId(id);
    Checks.range("after", after, 0, 0xffffffffL);
  }

  /** After a lost connection it goes on behind the line that was printed last. */
  @Override
  ExitCode run(Connection connection, View view) {
    Iterator<ListBatchResultsResponse> pages =
        connection
            .batches()
            .listBatchResults(
                ListBatchResultsRequest.newBuilder()
                    .setId(id)
                    .setAfterLine((int) after)
                    .setFollow(follow)
                    .build());
    PrintStream out = context.terminal().out();
    while (pages.hasNext()) {
      ListBatchResultsResponse page = pages.next();
      reached();
      view.clear();
      for (BatchResult result : page.getResultsList()) {
        out.println(line(result));
        after = Integer.toUnsignedLong(result.getLine());
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private static String line(BatchResult result) {
    try {
      return LINE.print(result);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a result has no JSON form", e);
    }
  }
}
