package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An input or output as the file declares it.
 *
 * @param name its name
 * @param ranked whether its axes are declared; a scalar's are, and are none
 * @param shape extents, outermost first; -1 where any will do
 */
public record Value(String name, boolean ranked, List<Long> shape) {
  static Value read(Wire wire, Field field) throws IOException {
    String name = wire.text(wire.first(field, Onnx.VALUE_NAME));
    Field shape = shape(wire, field);
    if (shape == null) {
      return new Value(name, false, List.of());
    }
    List<Long> extents = new ArrayList<>();
    for (Field axis : wire.fields(shape)) {
      if (axis.is(Onnx.SHAPE_DIMENSION)) {
        List<Long> extent = wire.numbers(wire.fields(axis), Onnx.DIMENSION_VALUE);
        extents.add(extent.isEmpty() || extent.getLast() < 1 ? -1 : extent.getLast());
      }
    }
    return new Value(name, true, List.copyOf(extents));
  }

  /** Where the shape of a tensor lies, or null. */
  static Field shape(Wire wire, Field value) throws IOException {
    Field type = wire.first(value, Onnx.VALUE_TYPE);
    Field tensor = type == null ? null : wire.first(type, Onnx.TYPE_TENSOR);
    return tensor == null ? null : wire.first(tensor, Onnx.TENSOR_TYPE_SHAPE);
  }

  /** The extent of an axis, counted from 0, or -1 where any will do or nothing is declared. */
  public long extent(int axis) {
    return axis >= 0 && axis < shape.size() ? shape.get(axis) : -1;
  }
}
