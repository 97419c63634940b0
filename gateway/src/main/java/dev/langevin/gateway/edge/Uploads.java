package dev.langevin.gateway.edge;

import dev.langevin.gateway.http.HttpRefusal;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies are held at a time, by all requests together. */
final class Uploads {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param limit bytes, at most
   */
  Uploads(long limit) {
    this.limit = limit;
  }

  /**
   * Makes room for more.
   *
   * @throws dev.langevin.gateway.GatewayException if there is none
   */
  void take(long bytes) {
    if (held.addAndGet(bytes) > limit) {
      held.addAndGet(-bytes);
      throw HttpRefusal.uploadsFull(limit);
    }
  }

  /** Gives room back. */
  void release(long bytes) {
    held.addAndGet(-bytes);
  }
}
