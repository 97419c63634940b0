package dev.langevin.runtime.model.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Model directories whose networks nobody runs. */
final class TestModels {
  /** A graph of two bytes, after an IR version. */
  private static final byte[] NETWORK = {0x08, 8, 0x3a, 2, 0x0a, 0};

  private TestModels() {}

  static void write(Path root, String description) {
    text(
        root.resolve("model_index.json"),
        """
        {"_class_name": "StableDiffusionPipeline", "scheduler": ["diffusers", "PNDMScheduler"],
         "unet": ["diffusers", "UNet2DConditionModel"]}
        """);
    text(root.resolve("scheduler/scheduler_config.json"), "{\"_class_name\": \"PNDMScheduler\"}");
    text(root.resolve("unet/config.json"), "{\"sample_size\": 64, \"in_channels\": 4}");
    text(root.resolve("langevin.json"), "{\"description\": \"%s\"}".formatted(description));
    try {
      Files.write(root.resolve("unet/model.onnx"), NETWORK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
