package dev.langevin.bench.scheduling;

import java.util.List;

/** A way to serve jobs. */
interface Discipline {
  /** For tables and charts. */
  String label();

  /** The most jobs per second that it can serve for ever. */
  double capacity(Fleet fleet, Mix mix);

  /**
   * Serves jobs until all are done.
   *
   * @param requests in the order they come
   * @param seed of whatever is random about it
   */
  List<Served> serve(List<Request> requests, Fleet fleet, long seed);
}
