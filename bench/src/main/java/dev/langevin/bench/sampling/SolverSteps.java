package dev.langevin.bench.sampling;

import dev.langevin.sampling.Query;
import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.State;
import dev.langevin.sampling.noise.TorchNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * All steps of a plan. A step here is one network evaluation without the network: what to ask, then
 * checking and combining two rows and moving the latents, as one call each of {@link Sampler#query}
 * and {@link Sampler#advance} do it. The first draw, which makes the latents, is left out.
 */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SolverSteps {
  /** Name of a {@link Subject}. */
  @Param("euler")
  public String subject;

  /** Name of a {@link Shape}. */
  @Param("4x64x64")
  public String shape;

  private Sampler sampler;
  private State begin;
  private float[][] rows;

  /** Compiles the plan, and makes up the network's answers. */
  @Setup
  public void compile() {
    sampler = Subject.of(subject).sampler();
    int size = Shape.of(shape).size();
    begin = sampler.start(1, size);
    rows = new float[sampler.query(begin).conditionings().length][];
    TorchNoise noise = TorchNoise.seeded(2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = noise.next(size);
    }
  }

  /** From the first evaluation to the last. */
  @Benchmark
  public State all(Blackhole hole, ProcessorTime time) {
    time.operations++;
    State state = begin;
    while (!sampler.done(state)) {
      Query query = sampler.query(state);
      hole.consume(query);
      state = sampler.advance(state, rows).next();
    }
    return state;
  }
}
