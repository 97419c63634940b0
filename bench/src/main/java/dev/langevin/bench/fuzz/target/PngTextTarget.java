package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.bench.fuzz.mutation.PngMutator;
import dev.langevin.decoder.image.PngText;
import java.io.IOException;
import java.util.List;

/** The texts of a PNG file, as the decoder's own reader reads them. */
public final class PngTextTarget implements Target {
  private final Mutator mutator = new PngMutator().then(0.1, new ByteMutator());
  private final List<byte[]> seeds = Pictures.withTexts();

  @Override
  public String name() {
    return "png-text";
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
    PngText.read(input);
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of(IOException.class);
  }
}
