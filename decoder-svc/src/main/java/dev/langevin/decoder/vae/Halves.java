package dev.langevin.decoder.vae;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.graph.Draws;
import dev.langevin.runtime.onnx.graph.NotRewritableException;
import dev.langevin.runtime.onnx.graph.OnnxFile;
import dev.langevin.runtime.onnx.graph.Rewriting;
import dev.langevin.runtime.onnx.graph.SinglePrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads the halves of an autoencoder, changed where that is needed to run them as the reference
 * library does: in single precision where {@code force_upcast} asks for it, and without the noise
 * that older exports' encoders add to the mean.
 */
final class Halves {
  private Halves() {}

  /** Loads one; ModelException naming the file if it can't be used. */
  static ImageNetwork load(Path file, boolean single, ExecutionSettings settings) {
    return ImageNetwork.of(
        changed(file, single)
            .map(changed -> OnnxNetwork.load(file, changed, settings))
            .orElseGet(() -> OnnxNetwork.load(file, settings)));
  }

  private static Optional<Rewriting> changed(Path file, boolean single) {
    try {
      OnnxFile network = OnnxFile.map(file);
      Optional<Rewriting> certain = Draws.removed(network);
      if (!single) {
        return certain;
      }
      OnnxFile next = certain.isPresent() ? OnnxFile.of(certain.get()) : network;
      return SinglePrecision.of(next, file.toAbsolutePath().getParent()).or(() -> certain);
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    } catch (NotRewritableException e) {
      throw ModelException.network(file, "can't be changed to be run: " + e.getMessage(), e);
    }
  }
}
