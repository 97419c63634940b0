package dev.langevin.runtime.grpc;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/** Leaves streams that have not been read to their ends. */
public final class Unread {
  private Unread() {}

  /**
   * Cancels a call, and takes what has come already: nobody else would give its memory back. Does
   * nothing to a call that has ended.
   */
  public static void drop(BlockingClientCall<?, ?> call) throws InterruptedException {
    call.cancel("done with it", null);
    try {
      while (call.read() != null) {
        continue;
      }
    } catch (StatusException e) {
      // That it was cancelled, or how it ended before.
    }
  }
}
