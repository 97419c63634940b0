package dev.langevin.bench.sampling;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The processor time of an iteration, of all threads, the collector of garbage among them. Unlike
 * time on the wall it does not count while other programs have the processor.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProcessorTime {
  /** Nanoseconds of the iteration. */
  public long nanos;

  /** What the benchmark did in it; every benchmark counts its own. */
  public long operations;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long begun;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void begin() {
    operations = 0;
    begun = system.getProcessCpuTime();
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void end() {
    nanos = system.getProcessCpuTime() - begun;
  }
}
