package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.langevin.runtime.blob.BlobException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a file in pieces, as fast as the reader takes them. gRPC calls one method of this at a
 * time.
 *
 * @param <T> the messages
 */
final class PieceStream<T> {
  /** The most bytes of a piece. */
  static final int PIECE = 256 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(PieceStream.class);

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
      observer.onError(failure(e));
    }
  }

  /** A store that went away meanwhile is what it would have been before the first piece. */
  private static StatusRuntimeException failure(IOException e) {
    if (e.getCause() instanceof BlobException refusal) {
      return Failures.status(refusal);
    }
    LOG.warn("A read breaks off: {}", e.getMessage());
    return Status.DATA_LOSS.withDescription(e.getMessage()).asRuntimeException();
  }

  /** Never throws: all that is to be sent was read. */
  private void end() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      LOG.warn("What was read can't be closed: {}", e.getMessage());
    }
  }
}
