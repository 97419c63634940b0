package dev.langevin.runtime.metrics;

import java.nio.charset.StandardCharsets;

/** Numbers of their own for a test of another package. */
public record TestMeters(Meters meters) {
  /** Fresh ones. */
  public TestMeters() {
    this(new Meters());
  }

  /** All of them in Prometheus's older format. */
  public String text() {
    return new String(meters.expose(null).body(), StandardCharsets.UTF_8);
  }
}
