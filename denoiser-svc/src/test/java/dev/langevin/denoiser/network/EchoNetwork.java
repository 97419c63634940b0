package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Answers each row with its latent. */
public class EchoNetwork implements DenoiserNetwork {
  private final Port latent;

  /**
   * @param latent channels, rows and columns of its latents; below 1 for any
   */
  public EchoNetwork(long... latent) {
    this.latent =
        new Port("sample", ElementType.FLOAT, List.of(-1L, latent[0], latent[1], latent[2]));
  }

  /** A row was put into an assembly. */
  protected void added(RowInput row) {}

  /** Rows are run. */
  protected void run(List<RowInput> rows) {}

  @Override
  public Port latent() {
    return latent;
  }

  @Override
  public List<Port> conditioning() {
    return List.of();
  }

  @Override
  public boolean timePerRow() {
    return true;
  }

  @Override
  public long usualElements() {
    return 1;
  }

  @Override
  public int usualRows() {
    return 4;
  }

  @Override
  public String numerics() {
    return "echo";
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
      added(row);
    }

    @Override
    public void run(int padded) {
      EchoNetwork.this.run(List.copyOf(rows));
    }

    @Override
    public Outputs outputs() {
      int bytes = rows.getFirst().latent().limit();
      ByteBuffer data = ByteBuffer.allocate(rows.size() * bytes);
      rows.forEach(row -> data.put(row.latent().duplicate()));
      return new Outputs(ElementType.FLOAT, rows.getFirst().shape(), data.flip(), bytes);
    }

    @Override
    public void close() {
      clear();
    }
  }
}
