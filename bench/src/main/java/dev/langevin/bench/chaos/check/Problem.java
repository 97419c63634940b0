package dev.langevin.bench.chaos.check;

/** What must not be. */
public enum Problem {
  /** A job that was accepted has no end, or one that nobody asked for. */
  LOST,
  /** A picture is not the one that it is when nothing goes wrong. */
  DIFFERENT,
  /** One request_id made two jobs, or one job has two ends. */
  DUPLICATE,
  /** A watcher saw a job go back. */
  BACKWARDS,
  /** A cancelled job was not left alone. */
  REVIVED,
  /** Files are left that belong to no picture. */
  STRAY,
  /** A client that tries again met an error. */
  REFUSED,
  /** A process ended by itself, or did not end when it was asked to. */
  CRASH,
  /** A process holds more than it did. */
  LEAK,
  /** Something took longer, or cost more, than it may. */
  SLOW
}
