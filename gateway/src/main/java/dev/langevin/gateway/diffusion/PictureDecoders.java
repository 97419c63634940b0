package dev.langevin.gateway.diffusion;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceFutureStub;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Has decoders read and draw pictures, the replicas in turn; one that can't is passed over. */
public final class PictureDecoders implements AutoCloseable {
  /** The most pixels a side of what is shown. */
  static final int MOST_SIDE = 256;

  private static final long PATIENCE_SECONDS = 60;

  private final List<ManagedChannel> decoders;
  private final AtomicInteger turn = new AtomicInteger();

  /** Those at these addresses. */
  public PictureDecoders(List<String> addresses) {
    decoders = addresses.stream().map(Channels::open).toList();
  }

  /**
   * A picture's pixels, of at most {@link #MOST_SIDE} a side, and its latents if the model can
   * encode.
   *
   * @param size what the latents are of
   */
  ReadPictureResponse read(String model, ByteString file, Size size) throws InterruptedException {
    ReadPictureRequest request =
        ReadPictureRequest.newBuilder()
            .setModel(model)
            .setImage(file)
            .setSize(size)
            .setMaxSide(MOST_SIDE)
            .build();
    return ask(model, stub -> stub.readPicture(request));
  }

  /** The PNG file of latents or pixels. */
  ByteString png(String model, PreviewRequest.Method method, Tensor values)
      throws InterruptedException {
    PreviewRequest request =
        PreviewRequest.newBuilder()
            .setModel(model)
            .setLatents(values)
            .setMethod(method)
            .setMaxSide(MOST_SIDE)
            .build();
    return ask(model, stub -> stub.preview(request)).getPng();
  }

  @Override
  public void close() {
    decoders.forEach(Channels::close);
  }

  private <A> A ask(String model, Function<DecoderServiceFutureStub, ListenableFuture<A>> call)
      throws InterruptedException {
    int first = Math.floorMod(turn.getAndIncrement(), decoders.size());
    Status last = Status.UNAVAILABLE;
    for (int i = 0; i < decoders.size(); i++) {
      ListenableFuture<A> answer =
          call.apply(
              DecoderServiceGrpc.newFutureStub(decoders.get((first + i) % decoders.size()))
                  .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
      try {
        return answer.get();
      } catch (ExecutionException e) {
        last = Status.fromThrowable(e.getCause());
        if (last.getCode() == Status.Code.INVALID_ARGUMENT) {
          break;
        }
      } finally {
        answer.cancel(true); // where this thread was interrupted
      }
    }
    throw refused(model, last);
  }

  private static GatewayException refused(String model, Status status) {
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> GatewayException.invalid(status.getDescription());
      case NOT_FOUND, FAILED_PRECONDITION ->
          GatewayException.modelUnusable(model, status.getDescription());
      default ->
          GatewayException.decoderUnavailable(
              "no decoder takes the picture: %s %s"
                  .formatted(status.getCode(), status.getDescription()));
    };
  }
}
