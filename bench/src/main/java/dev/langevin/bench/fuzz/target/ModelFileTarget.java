package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.JsonMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.bench.fuzz.mutation.WireMutator;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One file of a model directory, the others being whole. */
public final class ModelFileTarget implements Target {
  private static final String FORM = "sd1";

  private final String name;
  private final List<byte[]> seeds;
  private final Mutator mutator;
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
    this.name = name;
    seeds = List.of(seed == null ? Models.bytes(models.tiny(FORM).resolve(file)) : seed);
    Models.copy(models.tiny(FORM), root);
    this.file = root.resolve(file);
    mutator =
        (file.endsWith(".json") ? new JsonMutator() : new WireMutator())
            .then(0.1, new ByteMutator());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public Mutator mutator() {
    return mutator;
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
  public List<Class<? extends Throwable>> refusals() {
    return List.of(ModelException.class);
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
