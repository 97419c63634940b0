package dev.langevin.client.api;

import dev.langevin.client.CommandException;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.Connection;
import dev.langevin.client.local.Trust;
import dev.langevin.client.retry.Retries;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateways of one cluster, asked in turn where one is away. Whatever is called may be called
 * again: what makes something has a request_id. Thread-safe.
 */
final class Gateways implements AutoCloseable {
  /** A call that may be made several times, at several gateways. */
  @FunctionalInterface
  interface Call<T> {
    /**
     * Makes it.
     *
     * @param answered to be told of each answer, so that patience begins anew
     */
    T run(GenerationServiceBlockingStub stub, Runnable answered);
  }

  private final List<Connection> connections;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean reached;

  Gateways(List<String> addresses, Trust trust, ApiKey key) {
    connections = addresses.stream().map(address -> connection(address, trust, key)).toList();
  }

  private static Connection connection(String address, Trust trust, ApiKey key) {
    try {
      return Connection.to(Address.parse("gateway", address), trust, key);
    } catch (CommandException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Makes a call, again and elsewhere as often as that is worth it.
   *
   * @throws StatusRuntimeException the last failure; CANCELLED if the thread is interrupted
   */
  <T> T call(Call<T> call) {
    Retries retries = new Retries(connections.size(), System::nanoTime, Math::random);
    if (reached) {
      retries.reached();
    }
    while (true) {
      int now = turn.get();
      Connection connection = connections.get(Math.floorMod(now, connections.size()));
      try {
        T answer =
            call.run(
                connection.stub(),
                () -> {
                  reached = true;
                  retries.reached();
                });
        reached = true;
        return answer;
      } catch (StatusRuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        Retries.Next next = retries.after(e, connection.address(), false).orElseThrow(() -> e);
        turn.compareAndSet(now, now + 1);
        pause(next.pause());
      }
    }
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
    }
  }
}
