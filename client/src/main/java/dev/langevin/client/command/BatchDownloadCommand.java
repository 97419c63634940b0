package dev.langevin.client.command;

import com.google.protobuf.ByteString;
import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Destination;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.client.output.WholeFile;
import dev.langevin.v1.Batch;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.GetBatchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the archive of a batch. */
@Command(
    name = "download",
    description = {
      "Writes what a batch has made so far into a ZIP archive: manifest.jsonl and the pictures.",
      "One that breaks off leaves no file."
    })
final class BatchDownloadCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The batch's id.")
  String id;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The archive. Default batch-ID.zip.")
  Path output;

  BatchDownloadCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    Checks.batchId(id);
    if (output == null) {
      output = Path.of("batch-" + id + ".zip");
    }
    Destination.check(output);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Batch batch =
        connection.batches().getBatch(GetBatchRequest.newBuilder().setId(id).build()).getBatch();
    reached();
    if (!batch.hasEndTime()) {
      view.note("the batch has not ended; the archive has what there is");
    }
    Iterator<DownloadBatchResponse> pieces =
        connection.batches().downloadBatch(DownloadBatchRequest.newBuilder().setId(id).build());
    long size = write(pieces, view);
    view.clear();
    context
        .terminal()
        .out()
        .println(json ? Json.of(batch) : "%s  %s".formatted(output, Text.bytes(size)));
    return ExitCode.OK;
  }

  private long write(Iterator<DownloadBatchResponse> pieces, View view) {
    long[] size = {0};
    try {
      WholeFile.write(
          output,
          out -> {
            while (pieces.hasNext()) {
              ByteString piece = pieces.next().getData();
              piece.writeTo(out);
              size[0] += piece.size();
              view.fetched(size[0]);
            }
          });
    } catch (IOException e) {
      throw CommandException.failed(output + " can't be written: " + CommandException.reason(e), e);
    }
    return size[0];
  }
}
