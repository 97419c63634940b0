package dev.langevin.gateway.policy;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The body of an answer that is to be short; a longer one is an IOException, and read no further.
 */
final class ShortBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private final int most;
  private Flow.Subscription subscription;
  private long read;

  /**
   * @param most bytes
   */
  ShortBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription its) {
    subscription = its;
    whole.onSubscribe(its);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    read += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (read <= most) {
      whole.onNext(buffers);
    } else {
      subscription.cancel();
      whole.onError(new IOException("its answer is over %,d bytes".formatted(most)));
    }
  }

  @Override
  public void onError(Throwable why) {
    whole.onError(why);
  }

  @Override
  public void onComplete() {
    if (read <= most) {
      whole.onComplete();
    }
  }
}
