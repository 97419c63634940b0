package dev.langevin.runtime.onnx.graph;

/** A graph that can't be changed as wished. Its message says what stands in the way. */
public final class NotRewritableException extends Exception {
  private static final long serialVersionUID = 1L;

  NotRewritableException(String message) {
    super(message);
  }
}
