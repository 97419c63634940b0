package dev.langevin.bench.capacity;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lines of batches in memory, handed out only as fast as they are read. */
final class InstantBlobs {
  private static final int PIECE = 64 << 10;

  private final Map<String, ByteString> blobs = new ConcurrentHashMap<>();

  /** Takes one in. */
  StreamObserver<WriteBlobRequest> write(StreamObserver<WriteBlobResponse> observer) {
    return new StreamObserver<>() {
      private final ByteString.Output bytes = ByteString.newOutput();
      private String name = "";

      @Override
      public void onNext(WriteBlobRequest part) {
        switch (part.getPartCase()) {
          case BATCH_ID -> name = part.getBatchId();
          case DATA -> part.getData().forEach(bytes::write);
          case SHA256 -> name += "/" + part.getSha256();
          case PART_NOT_SET -> throw new IllegalArgumentException("part: absent");
        }
      }

      @Override
      public void onError(Throwable cause) {
        // Nothing is left of it.
      }

      @Override
      public void onCompleted() {
        blobs.put(name, bytes.toByteString());
        observer.onNext(
            WriteBlobResponse.newBuilder().setName(name).setSizeBytes(bytes.size()).build());
        observer.onCompleted();
      }
    };
  }

  /** Hands one out. */
  void read(ReadBlobRequest request, ServerCallStreamObserver<ReadBlobResponse> observer) {
    ByteString rest = blobs.get(request.getName()).substring((int) request.getOffset());
    int[] next = {0};
    observer.setOnReadyHandler(
        () -> {
          while (observer.isReady() && next[0] < rest.size()) {
            int end = Math.min(rest.size(), next[0] + PIECE);
            observer.onNext(
                ReadBlobResponse.newBuilder().setData(rest.substring(next[0], end)).build());
            next[0] = end;
          }
          if (next[0] == rest.size()) {
            next[0]++;
            observer.onCompleted();
          }
        });
  }
}
