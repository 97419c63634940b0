package dev.langevin.runtime.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The processor, as far as a network's results depend on it: its model, and the widest instruction
 * sets that matrix kernels choose among.
 *
 * @param model such as intel-xeon-8488c; the architecture's name where the system tells no more
 * @param instructions such as avx2+avx512f; the architecture's name where the system tells no more
 */
public record Hardware(String model, String instructions) {
  private static final List<String> SETS =
      List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "asimd", "sve", "i8mm");

  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

  /** What runs networks of that provider here. */
  public static Hardware of(Provider provider) {
    return switch (provider) {
      case CPU -> processor();
      case CUDA -> graphics();
    };
  }

  /** What the driver tells of the first GPU. */
  private static Hardware graphics() {
    try (Stream<Path> gpus = Files.list(GPUS)) {
      Path information = gpus.sorted().findFirst().orElseThrow().resolve("information");
      List<String> lines = Files.readAllLines(information);
      return new Hardware(plain(value(lines, "Model", "Model", "gpu")), "cuda");
    } catch (IOException | NoSuchElementException e) {
      return new Hardware("gpu", "cuda");
    }
  }

  /** What Linux tells of this machine; elsewhere the architecture alone. */
  private static Hardware processor() {
    String architecture = System.getProperty("os.arch");
    try (Stream<String> stream = Files.lines(Path.of("/proc/cpuinfo"))) {
      List<String> lines = stream.toList();
      List<String> flags = List.of(value(lines, "flags", "Features", "").split(" "));
      String sets = String.join("+", SETS.stream().filter(flags::contains).toList());
      String model = value(lines, "model name", "CPU part", architecture);
      return new Hardware(plain(model), sets.isEmpty() ? architecture : sets);
    } catch (IOException e) {
      return new Hardware(architecture, architecture);
    }
  }

  private static String value(List<String> lines, String key, String other, String fallback) {
    return lines.stream()
        .filter(line -> line.startsWith(key) || line.startsWith(other))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(fallback);
  }

  private static String plain(String model) {
    return model
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\((r|tm)\\)|@.*$|\\bcpu\\b|processor", " ")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
