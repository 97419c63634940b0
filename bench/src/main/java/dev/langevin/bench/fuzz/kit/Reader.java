package dev.langevin.bench.fuzz.kit;

import dev.langevin.bench.fuzz.mutation.Mutator;
import java.util.List;

/** A target that reads bytes in this process: all but how it does is told once. */
public abstract class Reader implements Target {
  private final String name;
  private final List<byte[]> seeds;
  private final Mutator mutator;
  private final List<Class<? extends Throwable>> refusals;

  /** As the methods of {@link Target} of these names. */
  protected Reader(
      String name, List<byte[]> seeds, Mutator mutator, List<Class<? extends Throwable>> refusals) {
    this.name = name;
    this.seeds = List.copyOf(seeds);
    this.mutator = mutator;
    this.refusals = refusals;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public final Mutator mutator() {
    return mutator;
  }

  @Override
  public final List<Class<? extends Throwable>> refusals() {
    return refusals;
  }
}
