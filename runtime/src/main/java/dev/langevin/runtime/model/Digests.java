package dev.langevin.runtime.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * SHA-256 over the lines "hash path" of a model's files, sorted by path: what {@code sha256sum}
 * would print, hashed again. Files are hashed in parallel, and each once per process while it stays
 * the same.
 */
final class Digests {
  private record Version(Path file, long size, FileTime modified) {}

  private static final Map<Version, String> HASHES = new ConcurrentHashMap<>();

  private Digests() {}

  static String of(ModelDirectory model) {
    List<Path> files = new ArrayList<>();
    Stream.of(ModelDirectory.INDEX, "langevin.json")
        .forEach(name -> model.file(name).ifPresent(files::add));
    model.parts().forEach(part -> files.addAll(filesIn(model.part(part))));
    List<String> lines =
        files.parallelStream()
            .map(file -> hash(file) + "  " + relative(model.root(), file) + "\n")
            .sorted((a, b) -> a.substring(64).compareTo(b.substring(64)))
            .toList();
    MessageDigest digest = sha256();
    lines.forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Sizes of the part's files, summed up. */
  static long bytes(Path part) {
    long bytes = 0;
    for (Path file : filesIn(part)) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw ModelException.unreadable(file, e);
      }
    }
    return bytes;
  }

  private static List<Path> filesIn(Path part) {
    try (Stream<Path> files = Files.walk(part)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw ModelException.unreadable(part, e);
    }
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static String hash(Path file) {
    try {
      Version version =
          new Version(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
      return HASHES.computeIfAbsent(version, v -> read(v.file()));
    } catch (IOException e) {
      throw ModelException.unreadable(file, e);
    }
  }

  private static String read(Path file) {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
      }
    } catch (IOException e) {
      throw ModelException.unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
