package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;

/** Element types of messages and of networks. */
final class Types {
  private Types() {}

  /** The type as the network names it; throws unless it can be made the input's. */
  static ElementType require(String field, Port port, Tensor.Type type) {
    ElementType given =
        switch (type) {
          case TYPE_FLOAT -> ElementType.FLOAT;
          case TYPE_INT64 -> ElementType.INT64;
          case TYPE_FLOAT16 -> ElementType.FLOAT16;
          case TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    if (given == null || !Elements.converts(given, port.type())) {
      String allowed =
          Elements.real(port.type())
              ? "FLOAT or FLOAT16 for the network's " + port.type()
              : "the network's " + port.type();
      throw DenoiserException.invalid(field + ": type", type, allowed);
    }
    return given;
  }

  /** The type of a message's tensor with elements of that type, FLOAT or FLOAT16. */
  static Tensor.Type of(ElementType type) {
    return type == ElementType.FLOAT16 ? Tensor.Type.TYPE_FLOAT16 : Tensor.Type.TYPE_FLOAT;
  }
}
