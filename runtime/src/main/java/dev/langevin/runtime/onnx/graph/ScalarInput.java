package dev.langevin.runtime.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a scalar input, or one of a single number, into one number per row of the batch. Exporters
 * trace a scalar that the network first gives an axis (Unsqueeze, Reshape) and then repeats for
 * every row (Expand). With an axis to begin with, the first becomes an Identity, and the second has
 * nothing to repeat. Types may be cast in between. What any other operator would make of the axis
 * can't be known, so it is refused.
 *
 * <p>That the network gives the same for such rows as it gives for each scalar is not proven here;
 * whoever uses the rewritten network has to compare.
 */
public final class ScalarInput {
  private final OnnxFile file;
  private final Wire wire;
  private final Constants constants;
  private final Set<String> vectors = new HashSet<>();
  private final Map<Field, ByteBuffer> changes = new HashMap<>();
  private boolean scalar;

  private ScalarInput(OnnxFile file, List<Node> nodes) throws IOException {
    this.file = file;
    this.wire = file.wire();
    this.constants = new Constants(file, nodes);
  }

  /**
   * Rewrites a network.
   *
   * @param scalar name of an input of no dimension, or of one of extent 1
   * @param batched name of the input whose first axis is the batch
   * @throws NotRewritableException saying what stands in the way
   * @throws IOException if the file is damaged
   */
  public static Rewriting perRow(OnnxFile file, String scalar, String batched)
      throws NotRewritableException, IOException {
    List<Node> nodes = file.nodes();
    ScalarInput rewriter = new ScalarInput(file, nodes);
    rewriter.input(scalar, batched);
    for (Node node : nodes) {
      rewriter.follow(node);
    }
    rewriter.forgetShapes(nodes);
    return Rewriting.of(file, rewriter.changes);
  }

  /** Gives the input the other one's batch axis. */
  private void input(String name, String batched) throws NotRewritableException, IOException {
    Field input = declared(name);
    Field shape = Value.shape(wire, input);
    List<Long> extents = Value.read(wire, input).shape();
    scalar = extents.isEmpty();
    if (shape == null || !scalar && !extents.equals(List.of(1L))) {
      throw new NotRewritableException(name + " is not an input of a single number");
    }
    Field rows = Value.shape(wire, declared(batched));
    Field batch = rows == null ? null : wire.first(rows, Onnx.SHAPE_DIMENSION);
    if (batch == null) {
      throw new NotRewritableException(batched + " does not declare a batch axis");
    }
    ByteArrayOutputStream axes = new ByteArrayOutputStream();
    Bytes.copy(wire.slice(batch.start(), batch.end()), axes);
    Field type = wire.first(input, Onnx.VALUE_TYPE);
    Field tensor = wire.first(type, Onnx.TYPE_TENSOR);
    byte[] changed = Bytes.field(Onnx.TENSOR_TYPE_SHAPE, axes.toByteArray());
    for (Field outer : List.of(tensor, type, input)) {
      Field inner = outer == tensor ? shape : outer == type ? tensor : type;
      changed = Bytes.replaced(wire, outer, inner, changed);
    }
    changes.put(input, ByteBuffer.wrap(changed));
    vectors.add(name);
  }

  private void follow(Node node) throws NotRewritableException, IOException {
    boolean direct = node.inputs().stream().anyMatch(vectors::contains);
    if (!direct && node.captured().stream().noneMatch(vectors::contains)) {
      return;
    }
    boolean first = direct && vectors.contains(node.inputs().getFirst());
    switch (node.operator()) {
      case "Cast", "Identity" -> vectors.addAll(node.outputs());
      case "Unsqueeze" -> {
        require(first && scalar && isFirstAxis(axes(node)), node);
        changes.put(node.field(), Bytes.identity(wire, node));
      }
      case "Reshape" -> {
        List<Long> shape = first ? constant(node, 1) : List.of();
        require(isColumn(shape) || shape.equals(List.of(1L)), node);
        if (!isColumn(shape)) {
          changes.put(node.field(), Bytes.identity(wire, node));
        }
      }
      case "Expand" -> require(first, node);
      default -> require(false, node);
    }
  }

  /**
   * What the file says of later values' shapes may no longer be so, up to where they get the
   * batch's extent anyway; sessions find them out. All others stay: fusions depend on them.
   */
  private void forgetShapes(List<Node> nodes) throws IOException {
    Set<String> later = new HashSet<>(vectors);
    for (Node node : nodes) {
      boolean follows =
          node.inputs().stream().anyMatch(later::contains)
              || node.captured().stream().anyMatch(later::contains);
      if (follows && !node.operator().equals("Expand")) {
        later.addAll(node.outputs());
      }
    }
    for (Field info : file.of(Onnx.GRAPH_VALUE_INFO)) {
      if (later.contains(wire.text(wire.first(info, Onnx.VALUE_NAME)))) {
        changes.put(info, ByteBuffer.allocate(0));
      }
    }
  }

  /** Axes are an input since operator set 13, an attribute before. */
  private List<Long> axes(Node node) throws IOException {
    return node.inputs().size() > 1 ? constant(node, 1) : node.integers(wire, "axes");
  }

  private List<Long> constant(Node node, int input) throws IOException {
    return input < node.inputs().size()
        ? constants.integers(node.inputs().get(input)).orElse(List.of())
        : List.of();
  }

  private static boolean isFirstAxis(List<Long> axes) {
    return axes.equals(List.of(0L)) || axes.equals(List.of(-1L));
  }

  /** As many rows as there are numbers, whatever that is. */
  private static boolean isColumn(List<Long> shape) {
    return !shape.isEmpty()
        && shape.getFirst() == -1
        && shape.stream().skip(1).allMatch(extent -> extent == 1);
  }

  private void require(boolean known, Node node) throws NotRewritableException {
    if (!known) {
      throw new NotRewritableException(
          "it is taken by %s → %s, which may want a scalar"
              .formatted(node.operator(), String.join(", ", node.outputs())));
    }
  }

  private Field declared(String name) throws NotRewritableException, IOException {
    for (Field input : file.of(Onnx.GRAPH_INPUT)) {
      if (wire.text(wire.first(input, Onnx.VALUE_NAME)).equals(name)) {
        return input;
      }
    }
    throw new NotRewritableException("it has no input " + name);
  }
}
