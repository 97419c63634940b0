package dev.langevin.runtime.model;

import dev.langevin.runtime.onnx.graph.OnnxFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Checks an ONNX file without loading it: it must be a protobuf message with a graph in it, whole,
 * and so must the files be that it keeps weights in. That finds files cut short by a broken
 * download, and pointers of Git LFS.
 */
final class NetworkFile {
  private static final String POINTER = "version https://git-lfs";

  private NetworkFile() {}

  static OnnxFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw ModelException.missing(path, "it is the part's network");
    }
    try {
      if (startsAsPointer(path)) {
        throw ModelException.badNetwork(
            path, "a pointer of Git LFS, not the network; run git lfs pull");
      }
      OnnxFile network = OnnxFile.map(path);
      for (Map.Entry<String, Long> weights : network.externalFiles().entrySet()) {
        requireWhole(path, OnnxFile.weights(path, weights.getKey()), weights.getValue());
      }
      return network;
    } catch (EOFException e) {
      throw ModelException.badNetwork(
          path, "cut short: %d bytes are not all of it".formatted(path.toFile().length()));
    } catch (FileSystemException e) {
      throw ModelException.unreadable(path, e);
    } catch (IOException e) {
      throw ModelException.badNetwork(path, "not an ONNX network: " + e.getMessage());
    }
  }

  private static boolean startsAsPointer(Path path) throws IOException {
    try (var stream = Files.newInputStream(path)) {
      byte[] head = stream.readNBytes(POINTER.length());
      return new String(head, StandardCharsets.ISO_8859_1).equals(POINTER);
    }
  }

  private static void requireWhole(Path network, Path weights, long bytes) throws IOException {
    if (!Files.isRegularFile(weights)) {
      throw ModelException.missing(
          weights, "%s keeps weights in it".formatted(network.getFileName()));
    }
    if (Files.size(weights) < bytes) {
      throw ModelException.badNetwork(
          weights,
          "cut short: %d bytes are not the %d that %s keeps in it"
              .formatted(Files.size(weights), bytes, network.getFileName()));
    }
  }
}
