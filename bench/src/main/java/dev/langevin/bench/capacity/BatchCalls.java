package dev.langevin.bench.capacity;

import com.google.protobuf.ByteString;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchBatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.util.function.Consumer;

/** Calls about batches, each of which is stopped in its midst so that one can look around. */
final class BatchCalls implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final ManagedChannel channel;

  BatchCalls(String address) {
    channel = Channels.open(address);
  }

  /** What is done in the midst of a call, whose time does not count. */
  interface Midst {
    void look() throws IOException, InterruptedException;
  }

  /**
   * A batch that was accepted.
   *
   * @param id its id
   * @param seconds that took, without the look
   */
  record Accepted(String id, double seconds) {}

  /** Sends a file of lines, numbered from 1, that differ in prompt and seed. */
  Accepted create(int lines, Midst midst) throws IOException, InterruptedException {
    ByteString file = file(lines);
    long began = System.nanoTime();
    long looked = 0;
    BlockingClientCall<CreateBatchRequest, CreateBatchResponse> call =
        BatchServiceGrpc.newBlockingV2Stub(channel).createBatch();
    try {
      call.write(
          CreateBatchRequest.newBuilder().setHeader(BatchHeader.getDefaultInstance()).build());
      for (int from = 0; from < file.size(); from += PIECE) {
        if (looked == 0 && from + PIECE >= file.size()) {
          looked = look(midst);
        }
        ByteString piece = file.substring(from, Math.min(file.size(), from + PIECE));
        call.write(CreateBatchRequest.newBuilder().setData(piece).build());
      }
      call.halfClose();
      CreateBatchResponse response = call.read();
      if (response == null || !response.hasBatch()) {
        throw new IOException("the batch was not accepted: " + response);
      }
      return new Accepted(response.getBatch().getId(), seconds(began, looked));
    } catch (StatusException e) {
      throw new IOException("the batch was not accepted", e);
    }
  }

  /** Cancels a batch, unless it has ended. */
  void cancel(String id) {
    try {
      BatchServiceGrpc.newBlockingStub(channel)
          .cancelBatch(CancelBatchRequest.newBuilder().setId(id).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
        throw e;
      }
    }
  }

  /** Watches a batch to its end. */
  Batch await(String id, Consumer<Batch> seen) throws IOException, InterruptedException {
    BlockingClientCall<?, WatchBatchResponse> call =
        BatchServiceGrpc.newBlockingV2Stub(channel)
            .watchBatch(WatchBatchRequest.newBuilder().setId(id).build());
    try {
      Batch last = Batch.getDefaultInstance();
      for (WatchBatchResponse next = call.read(); next != null; next = call.read()) {
        last = next.getBatch();
        seen.accept(last);
      }
      return last;
    } catch (StatusException e) {
      throw new IOException("the batch can't be watched", e);
    }
  }

  /** Reads what became of all lines; how many seconds that took, without the look. */
  double results(String id, int lines, Midst midst) throws IOException, InterruptedException {
    BlockingClientCall<?, ListBatchResultsResponse> call =
        BatchServiceGrpc.newBlockingV2Stub(channel)
            .listBatchResults(ListBatchResultsRequest.newBuilder().setId(id).build());
    try {
      long began = System.nanoTime();
      long looked = 0;
      int read = 0;
      for (ListBatchResultsResponse next = call.read(); next != null; next = call.read()) {
        read += next.getResultsCount();
        if (looked == 0 && read >= lines / 2) {
          looked = look(midst);
        }
      }
      if (read != lines) {
        throw new IOException("%d results of %d lines".formatted(read, lines));
      }
      return seconds(began, looked);
    } catch (StatusException e) {
      throw new IOException("the results can't be read", e);
    }
  }

  /** Downloads the archive; how many seconds that took, without the look. */
  double download(String id, Midst midst) throws IOException, InterruptedException {
    BlockingClientCall<?, DownloadBatchResponse> call =
        BatchServiceGrpc.newBlockingV2Stub(channel)
            .downloadBatch(DownloadBatchRequest.newBuilder().setId(id).build());
    try {
      long began = System.nanoTime();
      DownloadBatchResponse next = call.read();
      long looked = look(midst);
      while (next != null) {
        next = call.read();
      }
      return seconds(began, looked);
    } catch (StatusException e) {
      throw new IOException("the archive can't be read", e);
    }
  }

  @Override
  public void close() {
    Channels.close(channel);
  }

  private static ByteString file(int lines) {
    StringBuilder file = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      file.append("{\"custom_id\": \"picture ")
          .append(i)
          .append("\", \"prompt\": \"a red sailboat at sunset, calm sea, number ")
          .append(i)
          .append("\", \"steps\": 1, \"sampler\": \"ddim\", \"seed\": ")
          .append(i)
          .append("}\n");
    }
    return ByteString.copyFromUtf8(file.toString());
  }

  private static long look(Midst midst) throws IOException, InterruptedException {
    long began = System.nanoTime();
    midst.look();
    return System.nanoTime() - began;
  }

  private static double seconds(long began, long looked) {
    return (System.nanoTime() - began - looked) / 1e9;
  }
}
