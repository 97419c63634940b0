package dev.langevin.gateway.edge;

import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;

/** Counts a request once, when it ends. On its event loop. */
final class Ending {
  /** What is no method or path of ours: anybody can make such up. */
  static final String OTHER = "other";

  private final long begun = System.nanoTime();
  private String method;
  private boolean over;

  /**
   * @param method as the contract or the route's template has it
   */
  Ending(String method) {
    this.method = method;
  }

  /** It turns out to be for this one. */
  void isFor(String known) {
    method = known;
  }

  /**
   * It is over; only the first time counts.
   *
   * @param code of HTTP or gRPC
   */
  void with(String code) {
    if (!over) {
      over = true;
      Meters meters = Meters.ofProcess();
      meters.count(Meter.REQUESTS_TOTAL, method, code).add();
      meters.spread(Meter.REQUEST_SECONDS, method).sawNanos(System.nanoTime() - begun);
    }
  }
}
