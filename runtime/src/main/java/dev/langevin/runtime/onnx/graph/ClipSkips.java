package dev.langevin.runtime.onnx.graph;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What requests may ask of a model's text encoder; read once per process while files stay. */
public final class ClipSkips {
  private record Version(Path file, long size, FileTime modified) {}

  private static final Map<Version, Integer> KNOWN = new ConcurrentHashMap<>();

  private ClipSkips() {}

  /**
   * The largest clip_skip, as far as the graph tells; 0 for a model without one text encoder.
   *
   * @throws ModelException naming the file if it can't be read
   */
  public static int most(ModelDirectory model) {
    if (!model.has("text_encoder") || model.has("text_encoder_2")) {
      return 0;
    }
    Path file = model.network("text_encoder");
    try {
      Version version =
          new Version(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
      return KNOWN.computeIfAbsent(version, v -> TextGraph.read(v.file()).maxClipSkip());
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    }
  }
}
