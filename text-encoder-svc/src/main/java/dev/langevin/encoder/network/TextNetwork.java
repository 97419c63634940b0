package dev.langevin.encoder.network;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import dev.langevin.runtime.onnx.graph.TextGraph;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A text model whose {@code input_ids} of shape [batch, tokens] become {@code last_hidden_state} of
 * shape [batch, tokens, width], and in some exports the states before and after every layer. Older
 * exports take 32-bit ids; the session says which.
 */
public final class TextNetwork implements AutoCloseable {
  private static final String IDS = "input_ids";

  private final OnnxNetwork network;
  private final Port ids;
  private final TextGraph graph;
  private final double epsilon;

  private TextNetwork(OnnxNetwork network, double epsilon) {
    this.network = network;
    this.ids = network.input(IDS);
    this.graph = TextGraph.read(network.file());
    this.epsilon = epsilon;
    Port hidden = network.output(TextGraph.LAST);
    boolean whole = ids.type() == ElementType.INT64 || ids.type() == ElementType.INT32;
    if (network.inputs().size() != 1 || ids.rank() != 2 || !whole || !states(hidden)) {
      String why =
          "its signature %s → %s is not input_ids[B,S] → last_hidden_state[B,S,D]"
              .formatted(network.inputs(), hidden);
      throw ModelException.network(network.file(), why, null);
    }
  }

  /**
   * Loads the network.
   *
   * @param epsilon what its final normalisation adds to the variance
   * @throws ModelException naming the file
   */
  public static TextNetwork load(Path file, double epsilon, ExecutionSettings settings) {
    OnnxNetwork network = OnnxNetwork.load(file, settings);
    try {
      return new TextNetwork(network, epsilon);
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

  /** The only number of tokens of an export with a fixed one. */
  public OptionalInt tokens() {
    long fixed = ids.shape().getLast();
    return fixed > 0 ? OptionalInt.of(Math.toIntExact(fixed)) : OptionalInt.empty();
  }

  /** The most last layers that a row can leave out, as far as the graph tells. */
  public int maxClipSkip() {
    return graph.maxClipSkip();
  }

  /** Columns that the final normalisation takes; 0 if it can't be told from the graph. */
  int normWidth() {
    return graph.norm().map(norm -> norm.weight().length).orElse(0);
  }

  /**
   * Encodes a batch.
   *
   * @param batch rows of ids, all of one length
   * @return each row's normalised hidden states
   */
  public List<Hidden> run(List<TextRow> batch) {
    int tokens = batch.getFirst().ids().length;
    Set<String> wanted = batch.stream().map(this::output).collect(Collectors.toSet());
    Map<String, Array> outputs = network.run(Map.of(IDS, input(batch, tokens)), wanted);
    List<Hidden> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Array output = outputs.get(output(batch.get(i)));
      Hidden hidden = Hidden.row(output, i);
      rows.add(batch.get(i).clipSkip() == 0 ? hidden : normalised(hidden));
    }
    return rows;
  }

  /** The states after the last layer, normalised here rather than by the network. */
  Hidden lastNormalised(long[] row) {
    String name = graph.output(0);
    Array input = input(List.of(TextRow.of(row)), row.length);
    return normalised(Hidden.row(network.run(Map.of(IDS, input), Set.of(name)).get(name), 0));
  }

  @Override
  public void close() {
    network.close();
  }

  private String output(TextRow row) {
    return row.clipSkip() == 0 ? TextGraph.LAST : graph.output(row.clipSkip());
  }

  private Hidden normalised(Hidden hidden) {
    LayerNorm norm = new LayerNorm(graph.norm().orElseThrow(), epsilon);
    return hidden.with(norm.apply(hidden.values()));
  }

  private Array input(List<TextRow> batch, int tokens) {
    ByteBuffer bytes = Array.allocate(batch.size() * tokens * ids.type().bytes());
    for (TextRow row : batch) {
      for (long id : row.ids()) {
        if (ids.type() == ElementType.INT64) {
          bytes.putLong(id);
        } else {
          bytes.putInt(Math.toIntExact(id));
        }
      }
    }
    return new Array(ids.type(), new long[] {batch.size(), tokens}, bytes.flip());
  }

  private static boolean states(Port port) {
    return port.rank() == 3
        && (port.type() == ElementType.FLOAT || port.type() == ElementType.FLOAT16);
  }
}
