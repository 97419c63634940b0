package dev.langevin.gateway.jobs;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;

/** What a watcher is told. */
public sealed interface Event {
  /**
   * The generation's state changed.
   *
   * @param generation as it stands
   */
  record Changed(Generation generation) implements Event {}

  /**
   * It came further.
   *
   * @param progress how far
   */
  record Advanced(Progress progress) implements Event {}
}
