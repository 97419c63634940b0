package dev.langevin.runtime.grpc;

import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts a server's calls when they end, by method and status, and its connections. It stands
 * beside calls, not in the way of their messages.
 */
final class CallMeters extends ServerStreamTracer.Factory {
  private static final String OTHER = "other";

  private final AtomicInteger connections = new AtomicInteger();

  /** What counts connections. */
  ServerTransportFilter filter() {
    return new ServerTransportFilter() {
      @Override
      public Attributes transportReady(Attributes attributes) {
        connections.incrementAndGet();
        return attributes;
      }

      @Override
      public void transportTerminated(Attributes attributes) {
        connections.decrementAndGet();
      }
    };
  }

  /** Tells the connections. */
  Telling tell() {
    return Meters.ofProcess().tell(Meter.CONNECTIONS, told -> told.value(connections.get()));
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    // Those of the health service are asked every second or two, and tell nobody anything.
    return method.startsWith("langevin.") ? new Call(method) : new ServerStreamTracer() {};
  }

  private static final class Call extends ServerStreamTracer {
    private final String method;
    private final long begun = System.nanoTime();

    Call(String method) {
      this.method = method;
    }

    @Override
    public void streamClosed(Status status) {
      Meters meters = Meters.ofProcess();
      if (status.getCode() == Status.Code.UNIMPLEMENTED) {
        meters.count(Meter.REQUESTS_TOTAL, OTHER, status.getCode().name()).add();
        return; // anybody can make such names up
      }
      meters.count(Meter.REQUESTS_TOTAL, method, status.getCode().name()).add();
      meters.spread(Meter.REQUEST_SECONDS, method).sawNanos(System.nanoTime() - begun);
    }
  }
}
