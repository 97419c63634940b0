package dev.langevin.decoder;

import dev.langevin.runtime.lifecycle.Services;

/** Runs the decoder as a process of its own, configured from the environment. */
public final class Main {
  private Main() {}

  /** Starts, and runs until the process is told to stop. */
  public static void main(String[] args) {
    Services.main(
        "decoder", environment -> Decoder.start(DecoderConfig.fromEnvironment(environment)));
  }
}
