package dev.langevin.gateway.rest;

import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of a batch's lines, as JSON lines and as an archive; both are sent as they are made.
 */
record BatchResultHandlers(BatchApi api) {
  /** The media type of archives. */
  static final String ZIP = "application/zip";

  private static final int PIECE = 64 << 10;
  private static final byte[] BLANK_LINE = {'\n'};

  /** Whether a request goes on for as long as its batch. */
  static boolean follows(Request request) {
    return List.of("true").equals(request.query().get("follow"));
  }

  void list(Request request, Reply reply) throws InterruptedException {
    ListBatchResultsRequest list =
        QueryJson.read(request, ListBatchResultsRequest.getDefaultInstance()).toBuilder()
            .setId(request.param("id"))
            .build();
    Pieces lines = new Pieces(reply, Reply.JSON_LINES);
    if (request.headOnly() || list.getFollow()) {
      find(request);
    }
    if (!request.headOnly()) {
      if (list.getFollow()) {
        lines.begin();
        reply.keepAlive(BLANK_LINE);
      }
      api.listResults(request.caller(), list, page -> write(page.getResultsList(), lines));
    }
    lines.end();
  }

  void archive(Request request, Reply reply) throws InterruptedException {
    String id = request.param("id");
    find(request);
    reply.header("Content-Disposition", "attachment; filename=\"batch-%s.zip\"".formatted(id));
    Pieces archive = new Pieces(reply, ZIP);
    if (!request.headOnly()) {
      api.download(
          request.caller(),
          DownloadBatchRequest.newBuilder().setId(id).build(),
          piece -> archive.write(piece.getData().toByteArray()));
    }
    archive.end();
  }

  private void find(Request request) {
    api.get(request.caller(), GetBatchRequest.newBuilder().setId(request.param("id")).build());
  }

  /** A page may be long: a line names up to 16 pictures. */
  private static void write(List<BatchResult> results, Pieces lines) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (BatchResult result : results) {
      text.append(Json.of(result)).append('\n');
      if (text.length() >= PIECE) {
        send(text, lines);
      }
    }
    send(text, lines);
  }

  private static void send(StringBuilder text, Pieces lines) throws InterruptedException {
    if (!text.isEmpty()) {
      lines.write(text.toString().getBytes(StandardCharsets.UTF_8));
      text.setLength(0);
    }
  }
}
