package dev.langevin.gateway.edge;

import dev.langevin.gateway.Failure;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.diffusion.Forwarding;
import dev.langevin.gateway.http.Content;
import dev.langevin.gateway.http.HttpRefusal;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.http.Routes;
import dev.langevin.gateway.http.Web;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.runtime.trace.Trace;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;

/**
 * Requests to the routes: each finds its route, has its body read within limits of bytes and time,
 * and runs on a virtual thread.
 */
final class WebEdge {
  /** Of all bodies that are at the gateway at a time, but large ones. */
  private static final long BODIES_LIMIT = 64L << 20;

  /** Of large ones, as many as may run: each is held until its call is over. */
  private static final long LARGE_LIMIT = (long) Forwarding.MOST_CALLS * DiffusionRules.BODY_LIMIT;

  /** How long who need not sign in may leave a piece unread. */
  private static final Duration OPEN_PATIENCE = Duration.ofSeconds(5);

  private static final int NO_CONTENT = 204;

  private final Vertx vertx;
  private final Calls calls;
  private final Entrance entrance;
  private final Web web;
  private final Requests requests;
  private final Uploads uploads = new Uploads(BODIES_LIMIT);
  private final Uploads large = new Uploads(LARGE_LIMIT);

  WebEdge(Vertx vertx, Calls calls, Entrance entrance, Web web) {
    this.vertx = vertx;
    this.calls = calls;
    this.entrance = entrance;
    this.web = web;
    this.requests = new Requests(web.publicUrl());
  }

  /** Answers a request; on the event loop. */
  void handle(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    Routes.Found found = web.routes().find(request.method().name(), request.path());
    Exchange exchange = new Exchange(context, request, calls, patience(found));
    listen(request, exchange::closed);
    switch (found) {
      case Routes.Found.Match match -> {
        exchange.isFor(match.route());
        admit(request, exchange, match.route(), match.params());
      }
      case Routes.Found.OtherMethods other -> {
        exchange.header("Allow", String.join(", ", other.allowed()));
        if (request.method() == HttpMethod.OPTIONS) {
          request.response().setStatusCode(NO_CONTENT).end();
          return;
        }
        exchange.fail(
            Failure.of(
                HttpRefusal.method(request.method().name(), request.path(), other.allowed())),
            other.route().errors());
      }
      case Routes.Found.Nothing nothing ->
          exchange.fail(Failure.of(HttpRefusal.unknownPath(request.path())), web.errors());
    }
  }

  /** Who need not sign in has little time: there are few places for all of them. */
  private Duration patience(Routes.Found found) {
    Duration usual = calls.limits().readerPatience();
    boolean open = found instanceof Routes.Found.Match match && match.route().scope() == Scope.OPEN;
    return open && usual.compareTo(OPEN_PATIENCE) > 0 ? OPEN_PATIENCE : usual;
  }

  /** Refuses what a page of another site may not do; on the event loop. */
  void refuse(HttpServerRequest request, GatewayException refusal) {
    Exchange exchange =
        new Exchange(vertx.getOrCreateContext(), request, calls, calls.limits().readerPatience());
    exchange.fail(Failure.of(refusal), web.errors());
  }

  /** Refuses what is no request; on the event loop. */
  void unreadable(HttpServerRequest request) {
    refuse(request, GatewayException.invalid("path: it has characters that HTTP does not allow"));
  }

  /** Lets a request in before anything of its body is read, or refuses it. */
  private void admit(
      HttpServerRequest request, Exchange exchange, Route route, Map<String, String> params) {
    entrance.admit(
        request.headers(),
        route.operation().id(),
        route.scope(),
        new Entrance.Way() {
          @Override
          public void hold() {
            request.pause();
          }

          @Override
          public void in(Caller caller) {
            take(request, exchange, route, params, caller);
          }

          @Override
          public void out(GatewayException refusal) {
            exchange.fail(Failure.of(refusal), route.errors());
          }
        });
  }

  private void take(
      HttpServerRequest request,
      Exchange exchange,
      Route route,
      Map<String, String> params,
      Caller caller) {
    try {
      Request head = requests.head(request, caller, params, route.operation());
      if (route.operation().content().streamed()) {
        stream(request, exchange, route, head);
      } else {
        gather(request, exchange, route, head);
      }
    } catch (GatewayException e) {
      exchange.fail(Failure.of(e), route.errors());
    }
  }

  /** The handler begins at once, and reads the body while it comes. */
  private void stream(HttpServerRequest request, Exchange exchange, Route route, Request head) {
    Inflow body =
        new Inflow(
            vertx.getOrCreateContext(),
            request,
            route.operation().content().limit(),
            calls.limits().readerPatience(),
            () -> invite(request));
    begin(exchange, route, Requests.with(head, body), () -> {});
  }

  /** The handler begins when the body is there. */
  private void gather(HttpServerRequest request, Exchange exchange, Route route, Request head) {
    boolean small = route.operation().content().limit() <= Content.WHOLE_LIMIT;
    Holding holding = new Holding(uploads, small ? uploads : large);
    Upload upload = new Upload(vertx, request, holding, calls.limits().readerPatience());
    listen(
        request,
        () -> {
          exchange.closed();
          upload.stop();
        });
    invite(request);
    upload.read(
        Math.toIntExact(route.operation().content().limit()),
        body -> begin(exchange, route, Requests.with(head, body), upload::forget),
        refusal -> exchange.fail(Failure.of(refusal), route.errors()));
    request.resume(); // it may have been held while its caller signed in
  }

  /** Some clients ask before they send a large body, and need not send one that is refused. */
  private static void invite(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  private static void listen(HttpServerRequest request, Runnable closed) {
    request.response().closeHandler(nothing -> closed.run());
    request.response().exceptionHandler(e -> closed.run());
    request.exceptionHandler(e -> closed.run());
  }

  private void begin(Exchange exchange, Route route, Request request, Runnable after) {
    try {
      Trace trace = Trace.of(request.headers().get(Trace.HEADER));
      calls.run(
          kind(route, request),
          request.caller(),
          trace.wrap(() -> run(exchange, route, request, after)));
    } catch (RuntimeException e) {
      after.run();
      exchange.fail(Failure.of(e), route.errors());
    }
  }

  private static Calls.Kind kind(Route route, Request request) {
    if (route.scope() == Scope.OPEN) {
      return Calls.Kind.OPEN;
    }
    return route.lasting().test(request) ? Calls.Kind.LASTING : Calls.Kind.BRIEF;
  }

  private void run(Exchange exchange, Route route, Request request, Runnable after) {
    exchange.workedBy(Thread.currentThread());
    try {
      route.handler().handle(request, exchange);
    } catch (Throwable e) {
      exchange.fail(exchange.told(e), route.errors());
    } finally {
      after.run();
    }
  }
}
