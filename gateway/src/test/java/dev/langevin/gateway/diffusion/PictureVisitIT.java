package dev.langevin.gateway.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewRequest.Method;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.v1.Size;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two decoders, of which some freeze. */
class PictureVisitIT {
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private final Scripted one = new Scripted();
  private final Scripted other = new Scripted();
  private final PictureDecoders decoders =
      new PictureDecoders(Peers.plain(List.of(one.address(), other.address())), BRIEF, BRIEF);

  @AfterEach
  void stop() {
    decoders.close();
    one.server.close();
    other.server.close();
  }

  @Test
  void png_afterAnAnswer_staysWithThatDecoder() throws InterruptedException {
    for (int call = 0; call < 2; call++) {
      PictureVisit visit = decoders.visit();
      for (int i = 0; i < 5; i++) {
        assertThat(png(visit)).isEqualTo(Scripted.PNG);
      }
    }
    assertThat(one.previews).hasValue(5);
    assertThat(other.previews).hasValue(5);
  }

  @Test
  void png_oneIsFrozen_costsAllCallsOneWait() throws InterruptedException {
    one.frozen = true;
    for (int call = 0; call < 6; call++) {
      PictureVisit visit = decoders.visit();
      for (int i = 0; i < 5; i++) {
        assertThat(png(visit)).isEqualTo(Scripted.PNG);
      }
    }
    assertThat(one.previews).hasValueLessThanOrEqualTo(1);
    assertThat(other.previews).hasValue(30);
  }

  @Test
  void read_notInTime_isNotAskedElsewhere() {
    one.frozen = true;
    other.frozen = true;
    assertThatThrownBy(
            () -> decoders.visit().read("toy", ByteString.EMPTY, Size.getDefaultInstance()))
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.reason()).isEqualTo("DECODER_UNAVAILABLE"))
        .hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(one.reads.get() + other.reads.get()).isLessThanOrEqualTo(1);
  }

  @Test
  void read_oneIsAway_theOtherReads() throws InterruptedException {
    one.server.close();
    for (int call = 0; call < 4; call++) {
      assertThat(decoders.visit().read("toy", ByteString.EMPTY, Size.getDefaultInstance()))
          .isEqualTo(ReadPictureResponse.getDefaultInstance());
    }
    assertThat(other.reads).hasValue(4);
  }

  private static ByteString png(PictureVisit visit) throws InterruptedException {
    return visit.png("toy", Method.METHOD_PIXELS, Tensor.getDefaultInstance());
  }

  private static final class Scripted extends DecoderServiceGrpc.DecoderServiceImplBase {
    static final ByteString PNG = ByteString.copyFromUtf8("png");

    final AtomicInteger previews = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final RpcServer server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, this);
    volatile boolean frozen;

    String address() {
      return "127.0.0.1:" + server.port();
    }

    @Override
    public void preview(PreviewRequest request, StreamObserver<PreviewResponse> to) {
      previews.incrementAndGet();
      answer(to, PreviewResponse.newBuilder().setPng(PNG).build());
    }

    @Override
    public void readPicture(ReadPictureRequest request, StreamObserver<ReadPictureResponse> to) {
      reads.incrementAndGet();
      answer(to, ReadPictureResponse.getDefaultInstance());
    }

    private <A> void answer(StreamObserver<A> to, A answer) {
      if (!frozen) {
        to.onNext(answer);
        to.onCompleted();
      }
    }
  }
}
