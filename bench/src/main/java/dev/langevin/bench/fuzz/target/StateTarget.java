package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.State;
import java.util.List;

/** The bytes of a state of sampling, which checkpoints hold. */
public final class StateTarget implements Target {
  private final Mutator mutator = new ByteMutator();
  private final List<byte[]> seeds =
      List.of(
          new State(0, new float[4], List.of(), new float[0], new byte[0]).toBytes(),
          new State(
                  7,
                  new float[64],
                  List.of(new float[64], new float[64]),
                  new float[64],
                  new byte[2520])
              .toBytes());

  @Override
  public String name() {
    return "state";
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
  public void feed(byte[] input) {
    State.fromBytes(input);
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of(SamplingException.class);
  }
}
