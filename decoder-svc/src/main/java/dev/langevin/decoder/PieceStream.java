package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * Sends a file in pieces, as fast as the reader takes them. gRPC calls one method of this at a
 * time.
 *
 * @param <T> the messages
 */
final class PieceStream<T> {
  /** The most bytes of a piece. */
  static final int PIECE = 256 << 10;

  private final InputStream in;
  private final ServerCallStreamObserver<T> observer;
  private final Function<ByteString, T> message;
  private boolean ended;

  private PieceStream(
      InputStream in, ServerCallStreamObserver<T> observer, Function<ByteString, T> message) {
    this.in = in;
    this.observer = observer;
    this.message = message;
  }

  /** Begins to send; to be called within the call's method. */
  static <T> void start(
      InputStream in, ServerCallStreamObserver<T> observer, Function<ByteString, T> message) {
    PieceStream<T> stream = new PieceStream<>(in, observer, message);
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
          observer.onNext(message.apply(piece));
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
