package dev.langevin.encoder;

import dev.langevin.runtime.lifecycle.Services;

/** Runs the text encoder as a process of its own, configured from the environment. */
public final class Main {
  private Main() {}

  /** Starts, and runs until the process is told to stop. */
  public static void main(String[] args) {
    Services.main(
        "text-encoder",
        environment -> TextEncoder.start(TextEncoderConfig.fromEnvironment(environment)));
  }
}
