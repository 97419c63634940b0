package dev.langevin.bench.sampling;

import dev.langevin.sampling.Advance;
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
 * One step, which here is one network evaluation without the network: what to ask, checking and
 * combining two rows, and moving the latents. Goes through the plan again and again, so that the
 * mean is over all its evaluations.
 */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SolverStep {
  /** Name of a {@link Subject}. */
  @Param("euler")
  public String subject;

  /** Name of a {@link Shape}. */
  @Param("4x64x64")
  public String shape;

  private Sampler sampler;
  private State begin;
  private State state;
  private float[][] rows;

  /** Compiles the plan, and makes up the network's answers. */
  @Setup
  public void compile() {
    sampler = Subject.of(subject).sampler();
    int size = Shape.of(shape).size();
    begin = sampler.start(1, size);
    state = begin;
    rows = new float[sampler.query(begin).conditionings().length][];
    TorchNoise noise = TorchNoise.seeded(2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = noise.next(size);
    }
  }

  /** The step. */
  @Benchmark
  public Advance step(Blackhole hole) {
    if (sampler.done(state)) {
      state = begin;
    }
    Query query = sampler.query(state);
    hole.consume(query);
    Advance advance = sampler.advance(state, rows);
    state = advance.next();
    return advance;
  }
}
