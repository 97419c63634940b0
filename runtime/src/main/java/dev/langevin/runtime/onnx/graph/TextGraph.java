package dev.langevin.runtime.onnx.graph;

import dev.langevin.runtime.model.ModelException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The states that an exported text model gives: those after its last layer, normalised, and in some
 * exports those before and after every layer.
 *
 * @param hidden names of the outputs by layer: 0 what goes into the first layer, n what leaves the
 *     n-th; empty where the export gives none
 * @param norm the normalisation after the last layer; empty where it can't be told from the graph
 */
public record TextGraph(Map<Integer, String> hidden, Optional<FinalNorm> norm) {
  /** The normalised states after the last layer. */
  public static final String LAST = "last_hidden_state";

  private static final Pattern HIDDEN = Pattern.compile("hidden_states[._](\\d{1,4})");

  /**
   * Reads a network file.
   *
   * @throws ModelException naming the file if it can't be read
   */
  public static TextGraph read(Path file) {
    try {
      OnnxFile onnx = OnnxFile.map(file);
      Map<Integer, String> hidden = new TreeMap<>();
      for (Value output : onnx.outputs()) {
        Matcher matcher = HIDDEN.matcher(output.name());
        if (matcher.matches()) {
          hidden.put(Integer.parseInt(matcher.group(1)), output.name());
        }
      }
      return new TextGraph(Map.copyOf(hidden), FinalNorm.of(onnx, file, LAST));
    } catch (EOFException e) {
      throw ModelException.network(file, "it or its weights are cut short", e);
    } catch (IOException | RuntimeException e) { // whatever a damaged file makes the reader throw
      throw ModelException.network(file, "its graph can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * The largest number of last layers that can be left out: all of them, if the states of each can
   * be had and normalised; else 0.
   */
  public int maxClipSkip() {
    boolean complete = hidden.keySet().stream().allMatch(layer -> layer < hidden.size());
    return norm.isPresent() && complete ? Math.max(0, hidden.size() - 1) : 0;
  }

  /** The name of the states that are left when {@code skip} last layers are left out. */
  public String output(int skip) {
    return hidden.get(hidden.size() - 1 - skip);
  }
}
