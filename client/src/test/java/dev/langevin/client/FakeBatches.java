package dev.langevin.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.BatchServiceGrpc.BatchServiceImplBase;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.GetBatchResponse;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of one batch of four lines, whose archive is a text. */
public final class FakeBatches extends BatchServiceImplBase implements AutoCloseable {
  public static final String ID = "b1";

  /** The archive. */
  public static final ByteString ARCHIVE = ByteString.copyFromUtf8("no archive".repeat(1000));

  private static final int LINES = 4;
  private static final int PIECE = 1000;

  /** What it was asked for lines. */
  public final List<ListBatchResultsRequest> listed = new CopyOnWriteArrayList<>();

  /** Whether the batch has ended. */
  public boolean ended = true;

  /** Calls that end in the middle as if the server had gone. */
  public int lost;

  private final Server server;

  public FakeBatches() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .build()
            .start();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void getBatch(GetBatchRequest request, StreamObserver<GetBatchResponse> response) {
    if (!request.getId().equals(ID)) {
      response.onError(
          Status.NOT_FOUND.withDescription("id: " + request.getId()).asRuntimeException());
      return;
    }
    Batch.Builder batch = Batch.newBuilder().setId(ID).setLines(LINES);
    batch.setState(ended ? Batch.State.STATE_COMPLETED : Batch.State.STATE_RUNNING);
    if (ended) {
      batch.setEndTime(Timestamp.newBuilder().setSeconds(1));
    }
    response.onNext(GetBatchResponse.newBuilder().setBatch(batch).build());
    response.onCompleted();
  }

  @Override
  public void listBatchResults(
      ListBatchResultsRequest request, StreamObserver<ListBatchResultsResponse> response) {
    listed.add(request);
    for (int line = request.getAfterLine() + 1; line <= LINES; line++) {
      if (line == 3 && lost-- > 0) {
        response.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      BatchResult result = BatchResult.newBuilder().setLine(line).setCustomId("l" + line).build();
      response.onNext(ListBatchResultsResponse.newBuilder().addResults(result).build());
    }
    response.onCompleted();
  }

  @Override
  public void downloadBatch(
      DownloadBatchRequest request, StreamObserver<DownloadBatchResponse> response) {
    for (int from = 0; from < ARCHIVE.size(); from += PIECE) {
      if (from == 3 * PIECE && lost-- > 0) {
        response.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      ByteString piece = ARCHIVE.substring(from, Math.min(ARCHIVE.size(), from + PIECE));
      response.onNext(DownloadBatchResponse.newBuilder().setData(piece).build());
    }
    response.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
