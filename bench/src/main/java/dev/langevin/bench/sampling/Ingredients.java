package dev.langevin.bench.sampling;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.sampling.noise.TorchNoise;
import dev.langevin.sampling.parameterisation.Limit;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;

/** What some steps contain and the bar for the rest leaves out: one draw, one quantile. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Ingredients {
  /** Name of a {@link Shape}. */
  @Param("4x64x64")
  public String shape;

  private int size;
  private Noise cpu;
  private Noise cuda;
  private float[] estimate;

  /** Makes an estimate that is limited. */
  @Setup
  public void prepare() {
    size = Shape.of(shape).size();
    cpu = NoiseSource.TORCH_CPU.seeded(1);
    cuda = NoiseSource.TORCH_CUDA.seeded(1);
    estimate = TorchNoise.seeded(2).next(size);
  }

  /** One tensor of noise. */
  @Benchmark
  public float[] noise(ProcessorTime time) {
    time.operations++;
    return cpu.next(size);
  }

  /** The same from the other generator. */
  @Benchmark
  public float[] cudaNoise(ProcessorTime time) {
    time.operations++;
    return cuda.next(size);
  }

  /** Dynamic thresholding of one image. */
  @Benchmark
  public float[] quantile(ProcessorTime time) {
    time.operations++;
    return new Limit.DynamicThreshold(0.995, 10).apply(estimate.clone());
  }
}
