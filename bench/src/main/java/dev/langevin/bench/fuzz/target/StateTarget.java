package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.State;
import java.util.List;

/** The bytes of a state of sampling, which checkpoints hold. */
public final class StateTarget extends Reader {

  /** With good ones of every form. */
  public StateTarget() {
    super(
        "state",
        List.of(
            new State(0, new float[4], List.of(), new float[0], new byte[0]).toBytes(),
            new State(
                    7,
                    new float[64],
                    List.of(new float[64], new float[64]),
                    new float[64],
                    new byte[2520])
                .toBytes()),
        new ByteMutator(),
        List.of(SamplingException.class));
  }

  @Override
  public void feed(byte[] input) {
    State.fromBytes(input);
  }
}
