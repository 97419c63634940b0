package dev.langevin.encoder.tokens;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the tokenizers' native library from its jar: without the network, without a cache in the
 * user's home, and without the library's calls home. A library that the user names with {@code
 * RUST_LIBRARY_PATH} or keeps in {@code ENGINE_CACHE_DIR} is used as it is.
 */
final class NativeLibrary {
  private static final List<String> CACHE_SETTINGS =
      List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR", "RUST_LIBRARY_PATH");

  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    setDefault("RUST_FLAVOR", "cpu");
    if (CACHE_SETTINGS.stream().anyMatch(NativeLibrary::isSet)) {
      LibUtils.checkStatus();
    } else {
      loadFromPrivateDirectory();
    }
    loaded = true;
  }

  /** Nobody else can write into the directory; it goes as soon as the system lets it. */
  private static void loadFromPrivateDirectory() {
    try {
      Path directory = Files.createTempDirectory("langevin-tokenizers-");
      System.setProperty("ENGINE_CACHE_DIR", directory.toString());
      try {
        LibUtils.checkStatus();
      } finally {
        System.clearProperty("ENGINE_CACHE_DIR");
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't unpack the tokenizers' native library", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        try {
          Files.delete(file);
        } catch (IOException e) {
          file.toFile().deleteOnExit();
        }
      }
    }
  }

  private static boolean isSet(String name) {
    return System.getenv(name) != null || System.getProperty(name) != null;
  }

  private static void setDefault(String name, String value) {
    if (!isSet(name)) {
      System.setProperty(name, value);
    }
  }
}
