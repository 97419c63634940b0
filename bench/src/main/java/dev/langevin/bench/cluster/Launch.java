package dev.langevin.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param main its main class
 * @param options of its Java virtual machine, beside those that all have
 * @param arguments of main
 * @param settings its {@code LANGEVIN_} variables, without the prefix
 * @param log where its standard output and error go
 */
public record Launch(
    Class<?> main,
    List<String> options,
    List<String> arguments,
    Map<String, String> settings,
    Path log) {
  private static final String PREFIX = "LANGEVIN_";
  private static final List<String> COMMON =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError");

  /** Options of one among many that work little: a small heap, and code that is compiled soon. */
  public static List<String> small(int heapMebibytes) {
    return List.of("-Xmx" + heapMebibytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /** Options of one that stays and is measured, as {@code langevin serve} has them. */
  public static List<String> lasting() {
    return List.of("-Xmx1g", "-XX:CompileThresholdScaling=0.2");
  }

  /** Starts it. */
  Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(COMMON);
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith(PREFIX));
    settings.forEach((key, value) -> environment.put(PREFIX + key, value));
    // Not on the command line: ONNX Runtime dies of long ones.
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }
}
