package dev.langevin.gateway;

import dev.langevin.runtime.lifecycle.Services;

/** Runs a gateway with the settings of the environment until it is told to stop. */
public final class Main {
  private Main() {}

  /** Takes no arguments; docs/settings.md lists the settings. */
  public static void main(String[] args) {
    Services.main(
        "gateway", environment -> Gateway.start(GatewayConfig.fromEnvironment(environment)));
  }
}
