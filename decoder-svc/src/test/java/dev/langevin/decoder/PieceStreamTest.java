package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceStreamTest {
  private final Caller caller = new Caller();

  @Test
  void start_manyPieces_sendsThemAllAndEnds() {
    PieceStream.start(new ByteArrayInputStream(new byte[600_000]), caller, piece -> piece);
    caller.ready.run();

    assertThat(caller.pieces)
        .extracting(ByteString::size)
        .containsExactly(262_144, 262_144, 75_712);
    assertThat(caller.completed).isTrue();
  }

  @Test
  void start_storeGoesAwayInMidRead_isUnavailable() {
    BlobException away = BlobException.of(BlobException.Kind.FAILED, "the store is away", null);
    PieceStream.start(broken(new IOException(away.getMessage(), away)), caller, piece -> piece);
    caller.ready.run();

    assertThat(caller.pieces).hasSize(1);
    assertThat(Status.fromThrowable(caller.failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Statuses.reason(caller.failure)).isEqualTo("STORE_FAILED");
    assertThat(caller.failure).hasMessageContaining("the store is away");
  }

  @Test
  void start_diskFailsInMidRead_isDataLoss() {
    PieceStream.start(broken(new IOException("bad sector")), caller, piece -> piece);
    caller.ready.run();

    assertThat(Status.fromThrowable(caller.failure).getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(caller.failure).hasMessageContaining("bad sector");
  }

  @Test
  void start_closeFails_stillEndsTheCall() {
    InputStream in =
        new ByteArrayInputStream(new byte[10]) {
          @Override
          public void close() throws IOException {
            throw new IOException("close");
          }
        };
    PieceStream.start(in, caller, piece -> piece);
    caller.ready.run();

    assertThat(caller.pieces).hasSize(1);
    assertThat(caller.completed).isTrue();
  }

  /** One whole piece, and then the failure. */
  private static InputStream broken(IOException failure) {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            throw failure;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(new byte[PieceStream.PIECE]), failing);
  }

  /** Takes everything at once. */
  private static final class Caller extends ServerCallStreamObserver<ByteString> {
    private final List<ByteString> pieces = new ArrayList<>();
    private Runnable ready;
    private Throwable failure;
    private boolean completed;

    @Override
    public void onNext(ByteString piece) {
      pieces.add(piece);
    }

    @Override
    public void onError(Throwable why) {
      failure = why;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      ready = handler;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
