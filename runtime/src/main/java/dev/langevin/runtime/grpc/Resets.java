package dev.langevin.runtime.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.TimeoutException;

/**
 * Lets the handler of a call on a {@link RpcServer} drop it, with what the peer did not read. A
 * status waits behind messages for as long as these do, and grpc-java drops them only when the
 * deadline of the peer passes; so it is told that one did.
 */
public final class Resets {
  private static final Context.Key<Context.CancellableContext> CALL = Context.key("resets");

  private Resets() {}

  /** Drops the call that is being handled at present; may be run later, from any thread. */
  public static Runnable ofCurrentCall() {
    Context.CancellableContext call = CALL.get();
    return () -> call.cancel(new TimeoutException("the peer does not read"));
  }

  /** Puts a context that can be cancelled around the one of each call. */
  static ServerStreamTracer.Factory factory() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ServerStreamTracer() {
          @Override
          public Context filterContext(Context context) {
            Context.CancellableContext call = context.withCancellation();
            return call.withValue(CALL, call);
          }
        };
      }
    };
  }
}
