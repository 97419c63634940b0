package dev.langevin.decoder.safety;

import dev.langevin.decoder.image.Fitting;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.numeric.Float16;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network that flags pictures, in the form that exports of Stable Diffusion's safety checker
 * have: {@code clip_input} [B,3,H,W] is the picture as {@link CheckerInput} prepares it; {@code
 * images} [B,H,W,3], if it is there, the picture itself from 0 to 1, which such a network blackens;
 * {@code has_nsfw_concepts} [B] is not 0 for one that is flagged. Pictures go through it one at a
 * time, so that none depends on others.
 */
public final class SafetyChecker implements AutoCloseable {
  /** The folder of a model directory that it lies in. */
  static final String PART = "safety_checker";

  private static final String CLIP = "clip_input";
  private static final String IMAGES = "images";

  /** Names of the verdict, in exports of the two kinds that there are. */
  private static final List<String> VERDICTS = List.of("has_nsfw_concepts", "has_nsfw_concept");

  private static final int COLOURS = 3;
  private static final int RANK = 4;

  private final OnnxNetwork network;
  private final CheckerInput preparation;
  private final Port clip;
  private final Port verdict;

  private SafetyChecker(OnnxNetwork network, CheckerInput preparation) {
    this.network = network;
    this.preparation = preparation;
    this.clip = network.input(CLIP);
    this.verdict =
        network.outputs().stream()
            .filter(port -> VERDICTS.contains(port.name()))
            .findFirst()
            .orElseGet(() -> network.output(VERDICTS.getFirst()));
    for (Port port : network.inputs()) {
      if (!Set.of(CLIP, IMAGES).contains(port.name()) || !isImage(port)) {
        throw bad("its input %s is neither clip_input nor images, of rank 4, in floats", port);
      }
    }
  }

  /** Loads a model's; ModelException naming the file that can't be used. */
  static SafetyChecker load(ModelDirectory model, ExecutionSettings execution) {
    CheckerInput preparation =
        CheckerInput.read(
            model.root().resolve("feature_extractor").resolve("preprocessor_config.json"));
    OnnxNetwork network = OnnxNetwork.load(model.network(PART), execution);
    try {
      return new SafetyChecker(network, preparation);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Whether it flags a picture. */
  public boolean flags(Rgb picture) {
    Map<String, Array> inputs = new LinkedHashMap<>();
    inputs.put(CLIP, array(clip, preparation.of(picture), preparation.height(), true));
    if (network.hasInput(IMAGES)) {
      Port images = network.input(IMAGES);
      boolean channelsFirst = images.shape().get(1) == COLOURS;
      inputs.put(IMAGES, whole(images, picture, channelsFirst));
    }
    Array answer = network.run(inputs, Set.of(verdict.name())).get(verdict.name());
    ByteBuffer bytes = answer.data();
    if (bytes.limit() != answer.type().bytes()) {
      throw bad("%s has the shape of more than one picture", verdict.name());
    }
    while (bytes.hasRemaining()) {
      if (bytes.get() != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    network.close();
  }

  private static Array whole(Port port, Rgb picture, boolean channelsFirst) {
    int height = fixed(port, channelsFirst ? 2 : 1, picture.height());
    int width = fixed(port, channelsFirst ? 3 : 2, picture.width());
    Rgb fitting = Fitting.cover(picture, width, height);
    float[] values = new float[fitting.samples().length];
    int plane = width * height;
    for (int i = 0; i < values.length; i++) {
      int at = channelsFirst ? i % COLOURS * plane + i / COLOURS : i;
      values[at] = (fitting.samples()[i] & 0xff) / 255f;
    }
    return array(port, values, height, channelsFirst);
  }

  /** One picture as a network takes it; its width is what its values leave. */
  private static Array array(Port port, float[] values, int height, boolean channelsFirst) {
    long width = values.length / COLOURS / height;
    long[] shape =
        channelsFirst
            ? new long[] {1, COLOURS, height, width}
            : new long[] {1, height, width, COLOURS};
    if (port.type() == ElementType.FLOAT) {
      return Array.of(values, shape);
    }
    ByteBuffer half = Array.allocate(values.length * ElementType.FLOAT16.bytes());
    Float16.narrow(FloatBuffer.wrap(values), half.asShortBuffer());
    return new Array(ElementType.FLOAT16, shape, half);
  }

  private static int fixed(Port port, int axis, int otherwise) {
    long extent = port.shape().get(axis);
    return extent > 0 ? Math.toIntExact(extent) : otherwise;
  }

  private static boolean isImage(Port port) {
    boolean real = port.type() == ElementType.FLOAT || port.type() == ElementType.FLOAT16;
    return port.rank() == RANK && real;
  }

  private ModelException bad(String why, Object... values) {
    return ModelException.network(network.file(), why.formatted(values), null);
  }
}
