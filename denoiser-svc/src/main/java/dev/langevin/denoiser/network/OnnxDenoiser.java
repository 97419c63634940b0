package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Hardware;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import dev.langevin.runtime.onnx.Provider;
import dev.langevin.runtime.onnx.graph.Rewriting;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A U-Net or transformer in ONNX Runtime. */
public final class OnnxDenoiser implements DenoiserNetwork {
  /** Good on most processors, as far as measured. */
  private static final int CPU_ROWS = 8;

  private static final int CUDA_ROWS = 16;

  private final OnnxNetwork network;
  private final int threads;
  private final Port latent;
  private final TimeInput time;
  private final List<Port> conditioning;
  private final long usualElements;
  private final Assembly own;

  private OnnxDenoiser(ModelDirectory model, OnnxNetwork network, int threads) {
    this.network = network;
    this.threads = threads;
    this.latent = network.input(network.hasInput("sample") ? "sample" : "hidden_states");
    this.time = TimeInput.of(network);
    Set<Port> others = Set.of(latent, time.port());
    this.conditioning = network.inputs().stream().filter(p -> !others.contains(p)).toList();
    this.usualElements = model.card().latentElements(model.card().sizes().getFirst());
    new Signature(model, network).check(latent);
    this.own = assembly();
  }

  /**
   * Loads the network of a model.
   *
   * @throws ModelException naming the file, if the network can't be used
   */
  public static OnnxDenoiser load(ModelDirectory model, ExecutionSettings settings) {
    return of(model, OnnxNetwork.load(model.network(model.denoiser()), settings), settings);
  }

  /**
   * Loads the network of a model, changed.
   *
   * @throws ModelException naming the file, if the network can't be used
   */
  public static OnnxDenoiser load(
      ModelDirectory model, Rewriting changed, ExecutionSettings settings) {
    return of(
        model, OnnxNetwork.load(model.network(model.denoiser()), changed, settings), settings);
  }

  private static OnnxDenoiser of(
      ModelDirectory model, OnnxNetwork network, ExecutionSettings settings) {
    try {
      return new OnnxDenoiser(model, network, settings.threads());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public Port latent() {
    return latent;
  }

  @Override
  public List<Port> conditioning() {
    return conditioning;
  }

  @Override
  public boolean timePerRow() {
    return time.perRow();
  }

  @Override
  public long usualElements() {
    return usualElements;
  }

  @Override
  public int usualRows() {
    return switch (provider()) {
      case CPU -> CPU_ROWS;
      case CUDA -> CUDA_ROWS;
    };
  }

  @Override
  public String numerics() {
    Hardware hardware = Hardware.of(provider());
    return String.join(
        "/",
        "onnxruntime-" + OnnxNetwork.runtimeVersion(),
        provider().name().toLowerCase(Locale.ROOT),
        hardware.model(),
        hardware.instructions(),
        "threads-" + threads);
  }

  /** What runs it. */
  public Provider provider() {
    return network.provider();
  }

  @Override
  public Assembly assembly() {
    return new OnnxAssembly(
        network, latent, time, conditioning, network.outputs().getFirst().name());
  }

  /** In buffers that are used again. */
  @Override
  public Outputs run(List<RowInput> rows, int padded) {
    return own.predict(rows, padded);
  }

  @Override
  public void close() {
    own.close();
    network.close();
  }
}
