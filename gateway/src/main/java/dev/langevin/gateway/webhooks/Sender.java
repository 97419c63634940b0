package dev.langevin.gateway.webhooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts a delivery, once. Nothing of the answer but its status is read, and no redirect is
 * followed.
 */
final class Sender implements AutoCloseable {
  /** Until the status is there. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int CONNECTIONS_PER_HOST = 8;

  private final WebhookConfig config;
  private final Duration timeout;
  private final Vertx vertx;
  private final HttpClient client;

  Sender(WebhookConfig config, Duration timeout) {
    this.config = config;
    this.timeout = timeout;
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_HOST));
  }

  /**
   * Sends, and waits for what comes of it.
   *
   * @param tenant whose secret signs it
   * @param url as {@link Destination#of} takes it
   * @param id the delivery's
   * @param body JSON
   */
  Attempt send(String tenant, String url, String id, byte[] body, Instant now)
      throws InterruptedException {
    Destination to = Destination.of(url);
    String signature = config.signer().of(tenant).sign(id, now, body);
    InetSocketAddress address;
    try {
      address = to.address(config.privateAddresses());
    } catch (UnknownHostException e) {
      return Attempt.failed("no address: " + e.getMessage());
    }
    return await(
        client.request(options(to, address)).compose(r -> post(r, signature, id, body, now)), to);
  }

  @Override
  public void close() {
    client.close();
    vertx.close();
  }

  private RequestOptions options(Destination to, InetSocketAddress address) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(address))
        .setHost(to.host())
        .setPort(to.port())
        .setSsl(to.secure())
        .setURI(to.path())
        .setFollowRedirects(false)
        .setConnectTimeout(timeout.toMillis())
        .setIdleTimeout(timeout.toMillis());
  }

  private Future<Integer> post(
      HttpClientRequest request, String signature, String id, byte[] body, Instant now) {
    return request
        .putHeader("content-type", "application/json")
        .putHeader("user-agent", "langevin")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .putHeader("webhook-signature", signature)
        .send(Buffer.buffer(body))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> request.reset())
        .map(Sender::status);
  }

  /** The body may be endless, so the answer is cut off, which is nobody's failure. */
  private static int status(HttpClientResponse response) {
    response.exceptionHandler(cut -> {});
    response.request().reset();
    return response.statusCode();
  }

  private Attempt await(Future<Integer> answer, Destination to) throws InterruptedException {
    try {
      long millis = 2 * timeout.toMillis(); // to connect, and to be answered
      return Attempt.answered(
          answer.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TimeoutException) {
        return late();
      }
      String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      return Attempt.failed("%s:%d: %s".formatted(to.host(), to.port(), why));
    } catch (TimeoutException e) {
      return late();
    }
  }

  private Attempt late() {
    return Attempt.failed("no answer within %d ms".formatted(timeout.toMillis()));
  }
}
