package dev.langevin.orchestrator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An orchestrator in a process of its own, to be killed. */
record Killable(Process process) implements AutoCloseable {

  Killable(OrchestratorConfig config) throws IOException {
    this(start(config));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Process start(OrchestratorConfig config) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("LANGEVIN_PORT", "0"),
                Map.entry("LANGEVIN_CHECKPOINTS", config.checkpoints().location().toString()),
                Map.entry(
                    "LANGEVIN_CHECKPOINT_INTERVAL", config.checkpointInterval().toMillis() + "ms"),
                Map.entry("LANGEVIN_KAFKA", config.kafka().servers()),
                Map.entry("LANGEVIN_ENCODERS", String.join(",", config.encoders())),
                Map.entry("LANGEVIN_DENOISERS", String.join(",", config.denoisers())),
                Map.entry("LANGEVIN_DECODERS", String.join(",", config.decoders())),
                Map.entry("LANGEVIN_POOL", config.pool()),
                Map.entry(
                    "LANGEVIN_INTERACTIVE_SLOTS", Integer.toString(config.interactiveSlots())),
                Map.entry("LANGEVIN_BATCH_SLOTS", "0"),
                Map.entry("LANGEVIN_FEEDER_SLOTS", "0"),
                Map.entry("LANGEVIN_LOCK", config.lock().toMillis() + "ms"),
                Map.entry("LANGEVIN_LOG", "info")));
    return builder.inheritIO().start();
  }
}
