package dev.langevin.gateway.edge;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.audit.Audit;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.diffusion.DiffusionApi;
import dev.langevin.gateway.http.Web;
import dev.langevin.gateway.identity.SignIn;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import dev.langevin.runtime.tls.LiveCredentials;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * The gateway's one port: calls go to gRPC by their content type, the rest to the routes of the
 * web.
 */
public final class HttpEdge implements AutoCloseable {
  /**
   * Calls that a connection may have at once, and give up in a second: a proxy's connection is
   * shared by many that watch for a while and leave, and its end would fail all of their calls.
   */
  private static final int STREAMS_PER_CONNECTION = 2_000;

  private static final long PATIENCE_SECONDS = 10;
  private static final Pattern PATH = Pattern.compile("[!-~]*");

  /** How often it is looked whether those who watch still may. */
  private static final Duration SIGNED_IN = Duration.ofSeconds(5);

  /** For the last answers to be written. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Calls calls;
  private final Entrance entrance;
  private final Vertx vertx;
  private final HttpServer server;
  private final Pulse pulse;
  private final Telling telling;

  /**
   * Listens.
   *
   * @param port 0 for any
   * @param shown what it shows clients, and whether they have to show something; empty for plain
   *     connections
   * @param ready whether the gateway can take jobs
   * @param limits what clients may take at a time
   * @param web what is served beside gRPC
   * @param signIn tells who calls
   * @param audit notes who is refused
   * @throws ConfigurationException if the address can't be had
   */
  public HttpEdge(
      String host,
      int port,
      Optional<LiveCredentials> shown,
      Api api,
      BatchApi batches,
      DiffusionApi diffusion,
      BooleanSupplier ready,
      CallLimits limits,
      Web web,
      SignIn signIn,
      Audit audit) {
    calls = new Calls(limits);
    AtomicInteger connections = new AtomicInteger();
    telling = Meters.ofProcess().tell(Meter.CONNECTIONS, told -> told.value(connections.get()));
    VertxOptions options = new VertxOptions();
    options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    vertx =
        Vertx.builder()
            .with(options)
            .withTransport(GuardedTransport.of(limits, connections))
            .build();
    pulse = new Pulse(vertx.getOrCreateContext()); // this thread's, and so the server's, too
    entrance = new Entrance(vertx, signIn, audit);
    try {
      Handler<HttpServerRequest> grpc =
          new GrpcEdge(vertx, calls, entrance).server(api, batches, diffusion, ready);
      WebEdge routes = new WebEdge(vertx, calls, entrance, web);
      OriginGate gate = new OriginGate(web.cors(), web.hosts());
      server =
          await(
              vertx
                  .createHttpServer(options(shown))
                  .requestHandler(
                      request -> {
                        ConnectionGuard.began(request);
                        if (gate.passes(request, routes)) {
                          pageOrCall(request, grpc, routes);
                        }
                      })
                  .listen(port, host));
      vertx.setPeriodic(
          SIGNED_IN.toMillis(), now -> calls.dismiss(caller -> !signIn.holds(caller)));
    } catch (RuntimeException e) {
      telling.close();
      entrance.close();
      await(vertx.close());
      throw new ConfigurationException(
          "LANGEVIN_PORT: cannot listen on %s:%d: %s".formatted(host, port, e.getMessage()), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Why it can't serve for good; empty if it can. */
  public Optional<String> stuck() {
    return pulse.wrong();
  }

  /**
   * Says that it does not serve, ends those that watch with UNAVAILABLE, so that they come again
   * elsewhere, lets other calls finish, and closes the port.
   */
  @Override
  public void close() {
    telling.close();
    calls.drain();
    await(server.shutdown(FAREWELL));
    entrance.close();
    await(vertx.close());
  }

  private static HttpServerOptions options(Optional<LiveCredentials> shown) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION))
            .setHttp2RstFloodMaxRstFramePerWindow(STREAMS_PER_CONNECTION)
            .setHttp2RstFloodWindowDuration(1)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    shown.ifPresent(
        credentials -> {
          // Each handshake asks for the certificate anew, so that a new one needs no new port; its
          // signatures are made by other threads than the one that serves all calls.
          options
              .setSsl(true)
              .setUseAlpn(true)
              .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
              .setKeyCertOptions(KeyCertOptions.wrap(credentials.keys()));
          if (credentials.asksPeers()) {
            options
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(TrustOptions.wrap(credentials.trust()));
          }
        });
    return options;
  }

  private static void pageOrCall(
      HttpServerRequest request, Handler<HttpServerRequest> grpc, WebEdge routes) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (!PATH.matcher(request.path()).matches()) {
      routes.unreadable(request); // the gRPC server would put it into a header, which can't hold it
    } else if (type != null && type.startsWith("application/grpc")) {
      grpc.handle(request);
    } else {
      routes.handle(request);
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("it took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
