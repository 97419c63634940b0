package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.JsonMutator;
import dev.langevin.bench.fuzz.mutation.WireMutator;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One file of a model directory, the others being whole. */
public final class ModelFileTarget extends Reader {
  private static final String FORM = "sd1";

  private final Scratch scratch = new Scratch();
  private final Path root = scratch.folder().resolve("model");
  private final Path file;

  /**
   * A target.
   *
   * @param name what to call it
   * @param file the damaged file, from the directory
   * @param seed its contents; of the tiny model if null
   */
  public ModelFileTarget(Models models, String name, String file, byte[] seed) throws IOException {
    super(
        name,
        List.of(seed == null ? Models.bytes(models.tiny(FORM).resolve(file)) : seed),
        (file.endsWith(".json") ? new JsonMutator() : new WireMutator())
            .then(0.1, new ByteMutator()),
        List.of(ModelException.class));
    Models.copy(models.tiny(FORM), root);
    this.file = root.resolve(file);
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Files.write(file, input);
    ModelDirectory model = ModelDirectory.open(root);
    model.describe().build();
    model.textWidth();
    model.schedulerConfig();
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
