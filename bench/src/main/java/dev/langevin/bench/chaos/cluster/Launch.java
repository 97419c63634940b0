package dev.langevin.bench.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param main its main class
 * @param heap its largest heap, MiB
 * @param arguments of main
 * @param settings its {@code LANGEVIN_} variables, without the prefix
 * @param log where its standard output and error go
 */
public record Launch(
    Class<?> main, int heap, List<String> arguments, Map<String, String> settings, Path log) {
  private static final String PREFIX = "LANGEVIN_";

  /** Starts it. */
  public Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith(PREFIX));
    // Not on the command line: ONNX Runtime fails where that is long.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    settings.forEach((key, value) -> builder.environment().put(PREFIX + key, value));
    File file = log.toFile();
    return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file)).start();
  }
}
