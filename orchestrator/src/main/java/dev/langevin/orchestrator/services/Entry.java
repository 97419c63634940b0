package dev.langevin.orchestrator.services;

/**
 * A call that a replica gets.
 *
 * @param replica who gets it
 * @param pass where it says how it went
 */
record Entry(Replica replica, Breaker.Pass pass) implements AutoCloseable {
  String name() {
    return replica.name();
  }

  @Override
  public void close() {
    pass.close();
  }
}
