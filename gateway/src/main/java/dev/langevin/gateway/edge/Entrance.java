package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.audit.Audit;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.identity.SignIn;
import dev.langevin.gateway.identity.SignInHeaders;
import dev.langevin.gateway.identity.SignInRefusal;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where callers sign in, before anything of a call but its head is read. Keys are looked at on the
 * event loop, which takes a microsecond; signatures on a few threads of their own, so that those
 * who send bad ones keep nobody but each other waiting.
 */
final class Entrance implements AutoCloseable {
  private static final int THREADS = 2;

  /** Tokens that wait to be looked at, at most. */
  private static final int WAITING = 1_000;

  /** How long a token waits to be looked at. */
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  private final Vertx vertx;
  private final SignIn signIn;
  private final Audit audit;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("sign-in-", 0).daemon().factory());

  /** What becomes of a call, on its event loop. */
  interface Way {
    /** Nothing more of it is to be read until it is decided. */
    void hold();

    /** It may begin. */
    void in(Caller caller);

    /** It may not. */
    void out(GatewayException refusal);
  }

  /**
   * @param audit notes who is refused
   */
  Entrance(Vertx vertx, SignIn signIn, Audit audit) {
    this.vertx = vertx;
    this.signIn = signIn;
    this.audit = audit;
  }

  /**
   * Decides about a call; on its event loop, at once if that is possible.
   *
   * @param call what is asked for, for the audit
   * @param scope what it needs
   */
  void admit(MultiMap headers, String call, Scope scope, Way way) {
    if (scope == Scope.OPEN) {
      way.in(Caller.ANYBODY);
      return;
    }
    SignInHeaders shown = new SignInHeaders(headers.get("authorization"), headers.get("x-api-key"));
    try {
      Optional<Caller> caller = signIn.quickly(shown);
      if (caller.isPresent()) {
        decide(caller.get(), call, scope, way);
        return;
      }
    } catch (GatewayException e) {
      refuse(null, call, e, way);
      return;
    }
    way.hold();
    Context context = vertx.getOrCreateContext();
    long since = System.nanoTime();
    try {
      threads.execute(
          () ->
              slowly(
                  shown,
                  since,
                  caller -> context.runOnContext(now -> decide(caller, call, scope, way)),
                  refusal -> context.runOnContext(now -> refuse(null, call, refusal, way))));
    } catch (RejectedExecutionException e) {
      refuse(null, call, SignInRefusal.busy(), way);
    }
  }

  /** Those that wait are refused with their connections. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void slowly(
      SignInHeaders shown, long since, Consumer<Caller> in, Consumer<GatewayException> out) {
    try {
      if (System.nanoTime() - since > PATIENCE) {
        throw SignInRefusal.busy(); // those behind it need not wait for it, too
      }
      in.accept(signIn.slowly(shown));
    } catch (GatewayException e) {
      out.accept(e);
    } catch (RuntimeException e) {
      out.accept(SignInRefusal.broken(e));
    }
  }

  private void decide(Caller caller, String call, Scope scope, Way way) {
    try {
      caller.require(scope);
    } catch (GatewayException e) {
      refuse(caller, call, e, way);
      return;
    }
    way.in(caller);
  }

  private void refuse(Caller caller, String call, GatewayException refusal, Way way) {
    audit.refused(caller, call, refusal.reason());
    way.out(refusal);
  }
}
