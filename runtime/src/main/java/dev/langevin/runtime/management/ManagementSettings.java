package dev.langevin.runtime.management;

import dev.langevin.runtime.config.Environment;

/**
 * Where a process is looked after.
 *
 * @param host address to listen on; LANGEVIN_MANAGEMENT_HOST, default LANGEVIN_HOST
 * @param port 0 for any free one, {@link #NONE} for none; LANGEVIN_MANAGEMENT_PORT, default none
 */
public record ManagementSettings(String host, int port) {
  /** No port at all. */
  public static final int NONE = -1;

  /** Reads them; ConfigurationException for one that can't be used. */
  public static ManagementSettings of(Environment environment) {
    String host = environment.text("HOST", "127.0.0.1");
    return new ManagementSettings(
        environment.text("MANAGEMENT_HOST", host),
        environment.integer("MANAGEMENT_PORT", NONE, 0, 65_535));
  }

  /** Whether there is a port. */
  public boolean wanted() {
    return port != NONE;
  }
}
