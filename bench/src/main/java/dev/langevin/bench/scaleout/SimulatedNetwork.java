package dev.langevin.bench.scaleout;

import dev.langevin.denoiser.network.Assembly;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A U-Net of Stable Diffusion's form that predicts each row's latent, on an accelerator. */
final class SimulatedNetwork implements DenoiserNetwork {
  private static final int USUAL_ROWS = 8;

  private final Accelerator accelerator;
  private final Port latent;
  private final List<Port> conditioning;
  private final long usualElements;

  /**
   * @throws ModelException for a model that learned its variance, or without a text model
   */
  SimulatedNetwork(ModelDirectory model, Accelerator accelerator) {
    this.accelerator = accelerator;
    Card card = model.card();
    if (card.outputChannels() != card.latentChannels()) {
      throw ModelException.network(
          model.network(model.denoiser()), "a simulated network predicts no variance", null);
    }
    int width =
        model
            .textWidth()
            .orElseThrow(
                () ->
                    ModelException.network(
                        model.network(model.denoiser()), "the text's width is unknown", null));
    latent =
        new Port("sample", ElementType.FLOAT, List.of(-1L, (long) card.latentChannels(), -1L, -1L));
    conditioning =
        List.of(
            new Port("encoder_hidden_states", ElementType.FLOAT, List.of(-1L, -1L, (long) width)));
    usualElements = card.latentElements(card.sizes().getFirst());
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
    return true;
  }

  @Override
  public long usualElements() {
    return usualElements;
  }

  @Override
  public int usualRows() {
    return USUAL_ROWS;
  }

  @Override
  public String numerics() {
    return "simulated";
  }

  @Override
  public Assembly assembly() {
    return new Rows();
  }

  @Override
  public void close() {}

  private final class Rows implements Assembly {
    private final List<RowInput> rows = new ArrayList<>();

    @Override
    public void clear() {
      rows.clear();
    }

    @Override
    public void add(RowInput row) {
      rows.add(row);
    }

    @Override
    public void run(int padded) {
      accelerator.run(padded);
    }

    @Override
    public Outputs outputs() {
      int bytes = rows.getFirst().latent().limit();
      ByteBuffer data = ByteBuffer.allocate(bytes * rows.size());
      rows.forEach(row -> data.put(row.latent().duplicate()));
      return new Outputs(ElementType.FLOAT, rows.getFirst().shape(), data.flip(), bytes);
    }

    @Override
    public void close() {
      clear();
    }
  }
}
