package dev.langevin.bench.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What figures were measured on.
 *
 * @param processor its model, or the architecture where the system does not tell
 * @param cores that this process may use
 * @param java its version
 */
public record Machine(String processor, int cores, String java) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** The one that this runs on. */
  public static Machine present() {
    return new Machine(
        model(), Runtime.getRuntime().availableProcessors(), Runtime.version().toString());
  }

  @Override
  public String toString() {
    return "%s, %d cores, Java %s".formatted(processor, cores, java);
  }

  private static String model() {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(LINUX)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }
}
