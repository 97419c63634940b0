package dev.langevin.gateway;

import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a client at each of two gateways on one Kafka. */
abstract class TwoGateways {
  @TempDir static Path directory;
  static TestFleet fleet;
  static Gateway gateway;
  static GenerationServiceBlockingStub client;
  static GenerationServiceBlockingStub other;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway();
    client = fleet.client(gateway);
    other = fleet.client(fleet.gateway());
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }
}
