package dev.langevin.runtime.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the noise out of a network that draws normal numbers as it runs, so that it gives what it
 * gives for draws of 0: ONNX Runtime seeds such draws itself, and no two runs agree.
 */
public final class Draws {
  private static final Set<String> NORMAL = Set.of("RandomNormal", "RandomNormalLike");

  private Draws() {}

  /**
   * Rewrites a network: what it draws is subtracted from itself. (A standard deviation of 0, which
   * would be simpler, makes ONNX Runtime 1.29 end the process.)
   *
   * @return empty if it draws nothing
   * @throws NotRewritableException for draws around another mean than 0
   * @throws IOException if the file is damaged
   */
  public static Optional<Rewriting> removed(OnnxFile file)
      throws NotRewritableException, IOException {
    Map<Field, ByteBuffer> changes = new HashMap<>();
    for (Node node : file.nodes()) {
      if (NORMAL.contains(node.operator())) {
        requireMeanZero(file.wire(), node);
        changes.put(node.field(), ByteBuffer.wrap(cancelled(file.wire(), node)));
      }
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(Rewriting.of(file, changes));
  }

  private static void requireMeanZero(Wire wire, Node node)
      throws NotRewritableException, IOException {
    Field mean = node.attribute(wire, "mean");
    if (mean == null) {
      return;
    }
    for (Field field : wire.fields(mean)) {
      if (field.number() == Onnx.ATTRIBUTE_NUMBER && field.type() == Field.FIXED32) {
        ByteBuffer bytes = wire.slice(field.value(), field.end()).order(ByteOrder.LITTLE_ENDIAN);
        float around = bytes.getFloat();
        if (around != 0) {
          throw new NotRewritableException(
              "%s → %s draws around %s, not around 0"
                  .formatted(node.operator(), String.join(", ", node.outputs()), around));
        }
      }
    }
  }

  /** The node under another output, and after it a Sub of that output and itself. */
  private static byte[] cancelled(Wire wire, Node node) throws IOException {
    byte[] output = node.output().getBytes(StandardCharsets.UTF_8);
    byte[] drawn = (node.output() + "/drawn").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    nodes.writeBytes(
        Bytes.changed(
            wire,
            node.field(),
            f -> f.is(Onnx.NODE_OUTPUT) ? Bytes.field(Onnx.NODE_OUTPUT, drawn) : null));
    ByteArrayOutputStream difference = new ByteArrayOutputStream();
    difference.writeBytes(Bytes.field(Onnx.NODE_INPUT, drawn));
    difference.writeBytes(Bytes.field(Onnx.NODE_INPUT, drawn));
    difference.writeBytes(Bytes.field(Onnx.NODE_OUTPUT, output));
    byte[] operator = "Sub".getBytes(StandardCharsets.UTF_8);
    difference.writeBytes(Bytes.field(Onnx.NODE_OPERATOR, operator));
    nodes.writeBytes(Bytes.field(Onnx.GRAPH_NODE, difference.toByteArray()));
    return nodes.toByteArray();
  }
}
