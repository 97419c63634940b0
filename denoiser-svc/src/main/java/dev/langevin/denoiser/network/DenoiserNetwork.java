package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import dev.langevin.runtime.onnx.Provider;
import dev.langevin.runtime.onnx.graph.Rewriting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A U-Net or transformer: latents, one time per row and conditioning tensors in, predictions out.
 * {@link #run} belongs to one thread at a time; the rest to any.
 */
public final class DenoiserNetwork implements AutoCloseable {
  private final OnnxNetwork network;
  private final Port latent;
  private final TimeInput time;
  private final List<Port> conditioning;
  private final Set<String> output;
  private final long usualElements;
  private final Buffers buffers = new Buffers();

  private DenoiserNetwork(ModelDirectory model, OnnxNetwork network) {
    this.network = network;
    this.latent = network.input(network.hasInput("sample") ? "sample" : "hidden_states");
    this.time = TimeInput.of(network);
    Set<Port> others = Set.of(latent, time.port());
    this.conditioning = network.inputs().stream().filter(p -> !others.contains(p)).toList();
    this.output = Set.of(network.outputs().getFirst().name());
    this.usualElements = model.card().latentElements(model.card().sizes().getFirst());
    new Signature(model, network).check(latent);
  }

  /**
   * Loads the network of a model.
   *
   * @throws ModelException naming the file, if the network can't be used
   */
  public static DenoiserNetwork load(ModelDirectory model, ExecutionSettings settings) {
    return of(model, OnnxNetwork.load(model.network(model.denoiser()), settings));
  }

  /**
   * Loads the network of a model, changed.
   *
   * @throws ModelException naming the file, if the network can't be used
   */
  public static DenoiserNetwork load(
      ModelDirectory model, Rewriting changed, ExecutionSettings settings) {
    return of(model, OnnxNetwork.load(model.network(model.denoiser()), changed, settings));
  }

  private static DenoiserNetwork of(ModelDirectory model, OnnxNetwork network) {
    try {
      return new DenoiserNetwork(model, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The input for latents, FLOAT or FLOAT16, with its batch axis. */
  public Port latent() {
    return latent;
  }

  /** The inputs that a conditioning has to fill, with their batch axes. */
  public List<Port> conditioning() {
    return conditioning;
  }

  /** Whether rows of one run may have different times. */
  public boolean timePerRow() {
    return time.perRow();
  }

  /** Elements of the latents of the model's default picture. */
  public long usualElements() {
    return usualElements;
  }

  /** What runs it. */
  public Provider provider() {
    return network.provider();
  }

  /**
   * Predicts for rows of equal shapes.
   *
   * @param rows at least one
   * @param padded rows the run takes; the last row is repeated to fill it
   * @return outputs of the given rows, and after them of the repeated ones
   */
  public Outputs run(List<RowInput> rows, int padded) {
    Map<String, Array> arrays = new HashMap<>();
    RowInput first = rows.getFirst();
    List<ByteBuffer> latents = rows.stream().map(RowInput::latent).toList();
    arrays.put(latent.name(), stack(latent, first.shape(), latents, padded));
    ByteBuffer times = buffers.get(time.port().name(), time.bytes(padded));
    arrays.put(time.port().name(), time.array(rows, padded, times));
    for (Port port : conditioning) {
      List<Long> shape = first.conditioning().parts().get(port.name()).shape();
      List<ByteBuffer> parts =
          rows.stream().map(row -> row.conditioning().parts().get(port.name()).data()).toList();
      arrays.put(port.name(), stack(port, shape, parts, padded));
    }
    return Outputs.of(network.run(arrays, output).values().iterator().next());
  }

  @Override
  public void close() {
    network.close();
  }

  private Array stack(Port port, List<Long> shape, List<ByteBuffer> rows, int padded) {
    ByteBuffer buffer = buffers.get(port.name(), rows.getFirst().limit() * padded);
    for (int i = 0; i < padded; i++) {
      buffer.put(rows.get(Math.min(i, rows.size() - 1)).duplicate());
    }
    List<Long> extents = new ArrayList<>(shape);
    extents.addFirst((long) padded);
    long[] batch = extents.stream().mapToLong(Long::longValue).toArray();
    return new Array(port.type(), batch, buffer.flip());
  }
}
