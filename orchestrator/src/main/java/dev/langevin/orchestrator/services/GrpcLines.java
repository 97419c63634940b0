package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.BatchLine;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.feed.PlacedLine;
import dev.langevin.runtime.batches.LineDecoder;
import dev.langevin.runtime.grpc.Unread;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the lines of batches from the decoders, which share a store or have one each. */
final class GrpcLines {
  private GrpcLines() {}

  /**
   * Some lines, from the first decoder that has them; a call of its own, for a pause may follow.
   */
  static List<PlacedLine> read(List<Replica> decoders, String blob, long offset, Duration timeout) {
    List<String> failures = new ArrayList<>();
    boolean nowhere = true;
    for (Replica decoder : decoders) {
      try {
        return read(decoder, blob, offset, timeout);
      } catch (StatusException e) {
        Status status = e.getStatus();
        nowhere &= status.getCode() == Status.Code.NOT_FOUND;
        failures.add(
            "%s: %s %s".formatted(decoder.name(), status.getCode(), status.getDescription()));
      } catch (UncheckedIOException e) {
        throw OrchestratorException.job(
            "BATCH_LINES_DAMAGED", "the lines of the batch can't be read: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw OrchestratorException.stopped(OrchestratorException.Stop.DRAINED);
      }
    }
    String message = "the lines of the batch, %s: %s".formatted(blob, String.join("; ", failures));
    throw nowhere
        ? OrchestratorException.job("BATCH_LINES_MISSING", message)
        : OrchestratorException.environment(message, null);
  }

  private static List<PlacedLine> read(Replica decoder, String blob, long offset, Duration timeout)
      throws StatusException, InterruptedException {
    BlockingClientCall<?, ReadBlobResponse> call =
        DecoderServiceGrpc.newBlockingV2Stub(decoder.channel())
            .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .readBlob(ReadBlobRequest.newBuilder().setName(blob).setOffset(offset).build());
    try {
      LineDecoder lines = new LineDecoder(offset);
      List<PlacedLine> found = new ArrayList<>();
      ReadBlobResponse piece = call.read();
      while (found.isEmpty() && piece != null) {
        lines.take(piece.getData());
        for (BatchLine line = lines.next(); line != null; line = lines.next()) {
          found.add(new PlacedLine(line, lines.offset()));
        }
        piece = found.isEmpty() ? call.read() : null;
      }
      if (found.isEmpty() && lines.partial()) {
        throw OrchestratorException.job("BATCH_LINES_DAMAGED", blob + " ends within a line");
      }
      return found;
    } finally {
      Unread.drop(call);
    }
  }
}
