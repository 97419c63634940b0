package dev.langevin.orchestrator.job;

import com.google.protobuf.Duration;
import dev.langevin.v1.Timing;

/**
 * When an attempt came how far, each as {@link System#nanoTime}.
 *
 * @param began it was taken from the queue
 * @param encoded its prompts were
 * @param denoised its last evaluation was done
 * @param stored its last picture was
 */
record Stages(long began, long encoded, long denoised, long stored) {

  /** Writes what lies between them. */
  Timing.Builder into(Timing.Builder timing) {
    return timing
        .setRun(duration(stored - began))
        .setEncode(duration(encoded - began))
        .setDenoise(duration(denoised - encoded))
        .setDecode(duration(stored - denoised));
  }

  /** So many nanoseconds as protobuf has them. */
  static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
