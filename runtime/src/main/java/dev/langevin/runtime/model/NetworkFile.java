package dev.langevin.runtime.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks an ONNX file without loading it: its top level must be a sequence of whole protobuf fields
 * with a graph among them. That finds files cut short by a broken download, and pointers of Git
 * LFS.
 */
final class NetworkFile {
  private static final int GRAPH = 7;

  private NetworkFile() {}

  static void check(Path path) {
    if (!Files.isRegularFile(path)) {
      throw ModelException.missing(path, "it is the part's network");
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] head = new byte[(int) Math.min(24, file.length())];
      file.readFully(head);
      if (new String(head, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")) {
        throw ModelException.badNetwork(
            path, "a pointer of Git LFS, not the network; run git lfs pull");
      }
      file.seek(0);
      if (!hasGraph(file)) {
        throw ModelException.badNetwork(path, "not an ONNX network: it holds no graph");
      }
    } catch (EOFException e) {
      throw ModelException.badNetwork(
          path, "cut short: %d bytes are not all of it".formatted(path.toFile().length()));
    } catch (IOException e) {
      throw ModelException.unreadable(path, e);
    }
  }

  private static boolean hasGraph(RandomAccessFile file) throws IOException {
    boolean graph = false;
    while (file.getFilePointer() < file.length()) {
      long tag = varint(file);
      long length =
          switch ((int) (tag & 7)) {
            case 0 -> varint(file) * 0;
            case 1 -> 8;
            case 2 -> varint(file);
            case 5 -> 4;
            default -> throw new IOException("not a protobuf message");
          };
      long end = file.getFilePointer() + length;
      if (length < 0 || end > file.length()) {
        throw new EOFException();
      }
      file.seek(end);
      graph |= tag >>> 3 == GRAPH;
    }
    return graph;
  }

  private static long varint(RandomAccessFile file) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = file.readUnsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("not a protobuf message");
  }
}
