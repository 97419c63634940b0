package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.langevin.internal.v1.ReadArtifactResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Sends an artifact in pieces, as fast as the reader takes them. gRPC calls one method of this at a
 * time.
 */
final class ArtifactStream {
  /** The most bytes of a piece. */
  static final int PIECE = 256 << 10;

  private final InputStream in;
  private final ServerCallStreamObserver<ReadArtifactResponse> observer;
  private boolean ended;

  private ArtifactStream(InputStream in, ServerCallStreamObserver<ReadArtifactResponse> observer) {
    this.in = in;
    this.observer = observer;
  }

  /** Begins to send; to be called within the call's method. */
  static void start(InputStream in, ServerCallStreamObserver<ReadArtifactResponse> observer) {
    ArtifactStream stream = new ArtifactStream(in, observer);
    observer.setOnCancelHandler(stream::end);
    observer.setOnReadyHandler(stream::send);
  }

  private void send() {
    try {
      while (!ended && observer.isReady()) {
        ByteString piece = UnsafeByteOperations.unsafeWrap(in.readNBytes(PIECE));
        if (piece.isEmpty()) {
          end();
          observer.onCompleted();
        } else {
          observer.onNext(ReadArtifactResponse.newBuilder().setData(piece).build());
        }
      }
    } catch (IOException e) {
      end();
      observer.onError(Status.DATA_LOSS.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private void end() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
