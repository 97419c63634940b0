package dev.langevin.runtime.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A changed network: pieces of the original file, which stay where they are, and new ones between
 * them.
 */
public final class Rewriting {
  /** Up to this size it is put together in memory. */
  private static final long IN_MEMORY = 64L << 20;

  private final List<ByteBuffer> pieces;

  private Rewriting(List<ByteBuffer> pieces) {
    this.pieces = pieces;
  }

  /** The file with fields of its graph in other bytes. */
  static Rewriting of(OnnxFile file, Map<Field, ByteBuffer> changes) {
    Wire wire = file.wire();
    List<ByteBuffer> graph = new ArrayList<>();
    int from = file.graph().value();
    for (Field field : file.fields()) {
      ByteBuffer change = changes.get(field);
      if (change != null) {
        graph.add(wire.slice(from, field.start()));
        graph.add(change);
        from = field.end();
      }
    }
    graph.add(wire.slice(from, file.graph().end()));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    Bytes.head(Onnx.MODEL_GRAPH, size(graph), head);
    List<ByteBuffer> pieces = new ArrayList<>();
    pieces.add(wire.slice(0, file.graph().start()));
    pieces.add(ByteBuffer.wrap(head.toByteArray()));
    pieces.addAll(graph);
    pieces.add(wire.slice(file.graph().end(), wire.bytes().limit()));
    return new Rewriting(pieces);
  }

  /** Bytes in all. */
  public long size() {
    return size(pieces);
  }

  /**
   * The network in one direct buffer. A large one is written to a temporary file, which is gone
   * when this returns, and mapped, so that its weights take no memory of the process's own.
   *
   * @throws IOException if the temporary file can't be written
   */
  public ByteBuffer toBuffer() throws IOException {
    return toBuffer(IN_MEMORY);
  }

  ByteBuffer toBuffer(long inMemory) throws IOException {
    if (size() <= inMemory) {
      ByteBuffer buffer = ByteBuffer.allocateDirect((int) size());
      pieces.forEach(piece -> buffer.put(piece.duplicate()));
      return buffer.flip();
    }
    Path file = Files.createTempFile("langevin-network", ".onnx");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (ByteBuffer piece : pieces) {
        ByteBuffer left = piece.duplicate();
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static long size(List<ByteBuffer> pieces) {
    return pieces.stream().mapToLong(ByteBuffer::remaining).sum();
  }
}
