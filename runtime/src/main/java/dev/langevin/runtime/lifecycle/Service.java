package dev.langevin.runtime.lifecycle;

import dev.langevin.runtime.management.Condition;

/** A service that runs in this process. */
public interface Service extends AutoCloseable, Condition {
  /** Its name, such as denoiser. */
  String name();

  /** The port of its gRPC server, or 0 if it has none. */
  int port();

  /**
   * Takes no new work, ends or hands back the work it has, and frees what it holds. Twice is once.
   */
  @Override
  void close();
}
