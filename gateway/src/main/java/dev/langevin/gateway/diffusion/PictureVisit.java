package dev.langevin.gateway.diffusion;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceFutureStub;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.v1.Size;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has decoders read and draw the pictures of one call. It stays with the one that answered last,
 * and passes over those that can't. Not thread-safe.
 */
final class PictureVisit {
  private static final Logger LOG = LoggerFactory.getLogger(PictureVisit.class);

  /** The most pixels a side of what is shown. */
  static final int MOST_SIDE = 256;

  private final PictureDecoders decoders;
  private final Duration patience;
  private final Duration brief;
  private int place;

  /**
   * @param place of the first to ask
   * @param patience for what runs a network
   * @param brief for the rest
   */
  PictureVisit(PictureDecoders decoders, int place, Duration patience, Duration brief) {
    this.decoders = decoders;
    this.place = place;
    this.patience = patience;
    this.brief = brief;
  }

  /**
   * A picture's pixels, of at most {@link #MOST_SIDE} a side, and its latents if the model can
   * encode. A decoder that does not answer in time is the last: the next might fare no better.
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
    return ask(model, patience, false, stub -> stub.readPicture(request));
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
    Duration most = method == PreviewRequest.Method.METHOD_DECODER ? patience : brief;
    PreviewResponse answer = ask(model, most, true, stub -> stub.preview(request));
    if (answer.getFiltered()) {
      throw GatewayException.of(
          Status.Code.INVALID_ARGUMENT,
          ContentPolicy.VIOLATION,
          "image: the model's safety checker flags a picture of it",
          null);
    }
    return answer.getPng();
  }

  private <A> A ask(
      String model,
      Duration most,
      boolean otherIfLate,
      Function<DecoderServiceFutureStub, ListenableFuture<A>> call)
      throws InterruptedException {
    Status last = Status.UNAVAILABLE;
    for (PictureDecoders.Peer peer : decoders.from(place)) {
      ListenableFuture<A> answer = call.apply(peer.stub(most));
      try {
        A answered = answer.get();
        place = peer.place();
        return answered;
      } catch (ExecutionException e) {
        last = Status.fromThrowable(e.getCause());
        boolean late = last.getCode() == Status.Code.DEADLINE_EXCEEDED;
        if (late) {
          peer.rest();
        }
        if (late && !otherIfLate || last.getCode() == Status.Code.INVALID_ARGUMENT) {
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
      default -> {
        LOG.warn("No decoder takes a picture: {}", status); // which tells addresses inside
        yield GatewayException.decoderUnavailable(
            "no decoder takes the picture: " + status.getCode());
      }
    };
  }
}
