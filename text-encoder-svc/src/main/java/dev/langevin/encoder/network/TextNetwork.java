package dev.langevin.encoder.network;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text model whose {@code input_ids} of shape [batch, tokens] become {@code last_hidden_state} of
 * shape [batch, tokens, width]. Older exports take 32-bit ids; the session says which.
 */
public final class TextNetwork implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String HIDDEN = "last_hidden_state";

  private final OnnxNetwork network;
  private final Port ids;

  private TextNetwork(OnnxNetwork network) {
    this.network = network;
    this.ids = network.input(IDS);
    Port hidden = network.output(HIDDEN);
    boolean whole = ids.type() == ElementType.INT64 || ids.type() == ElementType.INT32;
    boolean real = hidden.type() == ElementType.FLOAT || hidden.type() == ElementType.FLOAT16;
    if (network.inputs().size() != 1 || ids.rank() != 2 || !whole || hidden.rank() != 3 || !real) {
      String why =
          "its signature %s → %s is not input_ids[B,S] → last_hidden_state[B,S,D]"
              .formatted(network.inputs(), hidden);
      throw ModelException.network(network.file(), why, null);
    }
  }

  /**
   * Loads the network.
   *
   * @throws ModelException naming the file
   */
  public static TextNetwork load(Path file, ExecutionSettings settings) {
    OnnxNetwork network = OnnxNetwork.load(file, settings);
    try {
      return new TextNetwork(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The only batch size of an export with a fixed one; else the wanted one. */
  public int batch(int wanted) {
    long fixed = ids.shape().getFirst();
    return fixed > 0 ? (int) Math.min(fixed, wanted) : wanted;
  }

  /**
   * Encodes a batch.
   *
   * @param batch rows of ids, all of one length
   * @return each row's hidden states
   */
  public List<Hidden> run(List<long[]> batch) {
    int tokens = batch.getFirst().length;
    Array input = input(batch, tokens);
    Array output = network.run(Map.of(IDS, input), Set.of(HIDDEN)).get(HIDDEN);
    int width = (int) output.shape()[2];
    List<Hidden> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      rows.add(new Hidden(tokens, width, floats(output, i * tokens * width, tokens * width)));
    }
    return rows;
  }

  @Override
  public void close() {
    network.close();
  }

  private Array input(List<long[]> batch, int tokens) {
    ByteBuffer bytes = Array.allocate(batch.size() * tokens * ids.type().bytes());
    for (long[] row : batch) {
      for (long id : row) {
        if (ids.type() == ElementType.INT64) {
          bytes.putLong(id);
        } else {
          bytes.putInt(Math.toIntExact(id));
        }
      }
    }
    return new Array(ids.type(), new long[] {batch.size(), tokens}, bytes.flip());
  }

  private static float[] floats(Array output, int from, int count) {
    float[] row = new float[count];
    if (output.type() == ElementType.FLOAT) {
      FloatBuffer all = output.floats();
      all.get(from, row);
    } else {
      for (int i = 0; i < count; i++) {
        row[i] = Float.float16ToFloat(output.data().getShort((from + i) * 2));
      }
    }
    return row;
  }
}
