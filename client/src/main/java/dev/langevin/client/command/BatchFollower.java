package dev.langevin.client.command;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.client.CommandException;
import dev.langevin.client.batch.BatchFolder;
import dev.langevin.client.batch.ContactSheet;
import dev.langevin.client.batch.IndexPage;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Destination;
import dev.langevin.client.output.View;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchBatchResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Follows a batch to its end, and fetches its pictures as they come. */
final class BatchFollower {
  private static final JsonFormat.Printer LINE =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private final BatchFolder folder;

  /** The line whose pictures were fetched last; those before it are there too. */
  private int fetched;

  BatchFollower(BatchFolder folder) {
    this.folder = folder;
  }

  /**
   * Follows it from where it was left.
   *
   * @param reached called after each answer
   */
  Batch follow(Connection connection, View view, Runnable reached) {
    Thread progress = Thread.ofVirtual().start(() -> watch(connection, view));
    try {
      results(
          connection,
          fetched,
          true,
          result -> {
            reached.run();
            for (Artifact artifact : result.getArtifactsList()) {
              Path file = folder.picture(result, artifact);
              if (!folder.has(file, artifact)) {
                Destination.fetch(connection, artifact, file);
              }
            }
            fetched = result.getLine();
          });
    } finally {
      progress.interrupt();
    }
    view.stage("writing the contact sheet");
    summarise(connection);
    return connection
        .batches()
        .getBatch(GetBatchRequest.newBuilder().setId(folder.batch()).build())
        .getBatch();
  }

  private void watch(Connection connection, View view) {
    try {
      Iterator<WatchBatchResponse> changes =
          connection
              .batches()
              .watchBatch(WatchBatchRequest.newBuilder().setId(folder.batch()).build());
      while (changes.hasNext()) {
        view.batch(changes.next().getBatch());
      }
    } catch (StatusRuntimeException e) {
      // The results' own stream says what is wrong.
    }
  }

  private void results(
      Connection connection, int after, boolean follow, Consumer<BatchResult> action) {
    Iterator<ListBatchResultsResponse> pages =
        connection
            .batches()
            .listBatchResults(
                ListBatchResultsRequest.newBuilder()
                    .setId(folder.batch())
                    .setAfterLine(after)
                    .setFollow(follow)
                    .build());
    while (pages.hasNext()) {
      pages.next().getResultsList().forEach(action);
    }
  }

  /** Writes what says what all of it became. */
  private void summarise(Connection connection) {
    List<Path> pictures = new ArrayList<>();
    try (Writer manifest = Files.newBufferedWriter(folder.file("manifest.jsonl"));
        Writer page = Files.newBufferedWriter(folder.file("index.html"))) {
      IndexPage index = new IndexPage(page, folder, "Batch " + folder.batch());
      results(
          connection,
          0,
          false,
          result -> {
            try {
              manifest.write(LINE.print(result) + "\n");
              index.add(result);
            } catch (InvalidProtocolBufferException e) {
              throw new IllegalStateException("a result has no JSON form", e);
            } catch (IOException e) {
              throw unwritable(e);
            }
            if (result.getState() == State.STATE_SUCCEEDED) {
              result.getArtifactsList().forEach(a -> pictures.add(folder.picture(result, a)));
            }
          });
      index.end();
      if (!pictures.isEmpty()) {
        ContactSheet.write(pictures, folder.file("contact-sheet.png"));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private CommandException unwritable(IOException e) {
    return CommandException.failed(
        folder.file("") + " can't be written: " + CommandException.reason(e), e);
  }
}
