package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Port;
import java.util.List;

/**
 * What runs rows: latents, one time per row and conditioning tensors in, predictions out. All of it
 * belongs to any thread, but for {@link #run}, which belongs to one at a time.
 */
public interface DenoiserNetwork extends AutoCloseable {
  /**
   * Loads the network of a model into ONNX Runtime.
   *
   * @throws dev.langevin.runtime.model.ModelException naming the file, if it can't be used
   */
  static OnnxDenoiser load(ModelDirectory model, ExecutionSettings settings) {
    return OnnxDenoiser.load(model, settings);
  }

  /** The input for latents, FLOAT or FLOAT16, with its batch axis. */
  Port latent();

  /** The inputs that a conditioning has to fill, with their batch axes. */
  List<Port> conditioning();

  /** Whether rows of one run may have different times. */
  boolean timePerRow();

  /** Elements of the latents of the model's default picture. */
  long usualElements();

  /** How many rows of a run are good on most machines of this kind, as long as none is measured. */
  int usualRows();

  /** What the bits of its predictions depend on beside the model's files, with slashes between. */
  String numerics();

  /** Buffers of their own for rows of a run. */
  Assembly assembly();

  /**
   * Predicts for rows of equal shapes.
   *
   * @param rows at least one
   * @param padded rows the run takes; the last row is repeated to fill it
   * @return outputs of the given rows, and after them of the repeated ones
   */
  default Outputs run(List<RowInput> rows, int padded) {
    try (Assembly assembly = assembly()) {
      return assembly.predict(rows, padded);
    }
  }

  /** Frees it; no run may be going on. */
  @Override
  void close();
}
