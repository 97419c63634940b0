package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.WireMutator;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.graph.Draws;
import dev.langevin.runtime.onnx.graph.NotRewritableException;
import dev.langevin.runtime.onnx.graph.OnnxFile;
import dev.langevin.runtime.onnx.graph.Rewriting;
import dev.langevin.runtime.onnx.graph.ScalarInput;
import dev.langevin.runtime.onnx.graph.SinglePrecision;
import dev.langevin.runtime.onnx.graph.TextGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Network files, as far as we read and rewrite them ourselves. Sessions of ONNX Runtime are not
 * made: its native code may end the process on a damaged file.
 */
public final class OnnxTarget extends Reader {
  private static final List<String> PARTS = List.of("unet", "text_encoder", "vae_encoder");

  private final Scratch scratch = new Scratch();
  private final Path file = scratch.folder().resolve("model.onnx");

  /** Seeds are the tiny models' networks without their large weights. */
  public OnnxTarget(Models models) throws IOException {
    super(
        "onnx",
        seeds(models),
        new WireMutator().then(0.15, new ByteMutator()),
        List.of(IOException.class, NotRewritableException.class, ModelException.class));
    for (String weights : List.of("model.onnx_data", "weights.pb")) {
      Files.write(scratch.folder().resolve(weights), new byte[1 << 20]);
    }
  }

  private static List<byte[]> seeds(Models models) {
    List<byte[]> seeds = new ArrayList<>();
    for (String part : PARTS) {
      models.tiny().stream()
          .map(model -> model.resolve(part).resolve("model.onnx"))
          .map(Models::bytes)
          .map(WireMutator::withoutWeights)
          .forEach(seeds::add);
    }
    return seeds;
  }

  @Override
  public void feed(byte[] input) throws IOException, NotRewritableException {
    Files.write(file, input);
    OnnxFile network = OnnxFile.map(file);
    network.inputs();
    network.outputs();
    network.externalFiles();
    network.halvings();
    TextGraph.read(file).maxClipSkip();
    again(Draws.removed(network));
    again(SinglePrecision.of(network, scratch.folder()));
    if (network.input("timestep").isPresent()) {
      again(Optional.of(ScalarInput.perRow(network, "timestep", "sample")));
    }
  }

  /** What was rewritten can be read. */
  private static void again(Optional<Rewriting> changed) throws IOException {
    if (changed.isPresent()) {
      OnnxFile.of(changed.get()).outputs();
    }
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
