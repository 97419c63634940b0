package dev.langevin.deploy;

import com.google.protobuf.ByteString;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchBatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Calls of the public API of batches. */
record BatchCalls(ManagedChannel channel) {
  private static final int PIECE = 64 << 10;

  /** A file of lines, numbered from 1. */
  static String file(int lines, IntFunction<String> line) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  CreateBatchResponse create(BatchHeader header, String file) throws Exception {
    CompletableFuture<CreateBatchResponse> answer = new CompletableFuture<>();
    StreamObserver<CreateBatchRequest> parts =
        BatchServiceGrpc.newStub(channel).createBatch(into(answer));
    parts.onNext(CreateBatchRequest.newBuilder().setHeader(header).build());
    ByteString bytes = ByteString.copyFrom(file, StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.size(); from += PIECE) {
      ByteString piece = bytes.substring(from, Math.min(bytes.size(), from + PIECE));
      parts.onNext(CreateBatchRequest.newBuilder().setData(piece).build());
    }
    parts.onCompleted();
    return answer.get(60, TimeUnit.SECONDS);
  }

  BatchServiceGrpc.BatchServiceBlockingStub stub() {
    return BatchServiceGrpc.newBlockingStub(channel);
  }

  Batch get(String id) {
    return stub().getBatch(GetBatchRequest.newBuilder().setId(id).build()).getBatch();
  }

  /** Watches until the batch is as wanted. */
  Batch await(String id, Predicate<Batch> wanted) {
    Iterator<WatchBatchResponse> changes =
        stub()
            .withDeadlineAfter(3, TimeUnit.MINUTES)
            .watchBatch(WatchBatchRequest.newBuilder().setId(id).build());
    Batch last = Batch.getDefaultInstance();
    while (changes.hasNext()) {
      last = changes.next().getBatch();
      if (wanted.test(last)) {
        return last;
      }
    }
    throw new AssertionError("it ended as " + last);
  }

  List<BatchResult> results(String id, boolean follow) {
    Iterator<ListBatchResultsResponse> pages =
        stub()
            .withDeadlineAfter(3, TimeUnit.MINUTES)
            .listBatchResults(
                ListBatchResultsRequest.newBuilder().setId(id).setFollow(follow).build());
    List<BatchResult> all = new ArrayList<>();
    pages.forEachRemaining(page -> all.addAll(page.getResultsList()));
    return all;
  }

  /** The archive's files by name, in order. */
  Map<String, byte[]> download(String id) throws IOException {
    ByteString[] all = {ByteString.EMPTY};
    stub()
        .downloadBatch(DownloadBatchRequest.newBuilder().setId(id).build())
        .forEachRemaining(piece -> all[0] = all[0].concat(piece.getData()));
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(all[0].newInput())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  static <T> StreamObserver<T> into(CompletableFuture<T> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        answer.complete(value);
      }

      @Override
      public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        answer.completeExceptionally(new AssertionError("no answer"));
      }
    };
  }
}
