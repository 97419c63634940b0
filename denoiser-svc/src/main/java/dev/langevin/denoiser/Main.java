package dev.langevin.denoiser;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.lifecycle.Services;

/** Runs the denoiser with the settings of the environment until it is told to stop. */
public final class Main {
  private Main() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Services.main("denoiser", Main::start);
  }

  private static Service start(Environment environment) {
    DenoiserConfig config = DenoiserConfig.fromEnvironment(environment);
    environment.refuseUnknown();
    return Denoiser.start(config);
  }
}
