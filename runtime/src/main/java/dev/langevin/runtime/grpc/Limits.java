package dev.langevin.runtime.grpc;

/** Limits that servers and channels share. */
final class Limits {
  /** The largest message, in bytes: a job's 16 latents of 4×128×128 floats, several times. */
  static final int MESSAGE_BYTES = 64 << 20;

  private Limits() {}
}
