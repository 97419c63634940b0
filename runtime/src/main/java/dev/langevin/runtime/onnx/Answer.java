package dev.langevin.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;

/** The outputs of a run where ONNX Runtime left them. To be closed; belongs to one thread. */
public final class Answer implements AutoCloseable {
  private final OrtSession.Result result;

  Answer(OrtSession.Result result) {
    this.result = result;
  }

  /** The output of that name, which was among those wanted, in a heap buffer of its own. */
  public Array array(String name) {
    OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
    ByteBuffer data = tensor.getByteBuffer();
    return new Array(ElementType.of(tensor.getInfo().type), tensor.getInfo().getShape(), data);
  }

  /** Frees them. */
  @Override
  public void close() {
    result.close();
  }
}
