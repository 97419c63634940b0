package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a row is conditioned on.
 *
 * @param parts by name of the network's input
 */
public record Conditioning(Map<String, Part> parts) {
  /**
   * One tensor, never changed.
   *
   * @param type type of its elements
   * @param shape extents without the batch axis
   * @param data the elements, row-major, little-endian, from position 0 to the limit
   */
  public record Part(ElementType type, List<Long> shape, ByteBuffer data) {}

  /** Shapes by name: rows that share a run must have the same. */
  public Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new TreeMap<>();
    parts.forEach((name, part) -> shapes.put(name, part.shape()));
    return shapes;
  }
}
