package dev.langevin.bench.fuzz.kit;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the process holds beside its heap.
 *
 * @param threads platform threads
 * @param buffers bytes of direct and mapped buffers
 * @param files open files and sockets; 0 where the system does not tell
 */
record Footprint(int threads, long buffers, long files) {
  /** Pools grow with use up to a bound of their own; what leaks grows with the inputs. */
  private static final int THREADS = 16;

  private static final long BUFFERS = 64L << 20;
  private static final long FILES = 32;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  static Footprint now() {
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    return new Footprint(ManagementFactory.getThreadMXBean().getThreadCount(), buffers, files);
  }

  /** What is held more than before, once everything has had time to let go. */
  List<String> leaks() {
    long deadline = System.nanoTime() + PATIENCE;
    List<String> leaks = compared(now());
    while (!leaks.isEmpty() && System.nanoTime() < deadline) {
      System.gc(); // buffers go with the objects that own them
      LockSupport.parkNanos(PAUSE);
      leaks = compared(now());
    }
    return leaks;
  }

  private List<String> compared(Footprint after) {
    List<String> leaks = new ArrayList<>();
    if (after.threads > threads + THREADS) {
      leaks.add("%d threads; %d before".formatted(after.threads, threads));
    }
    if (after.buffers > buffers + BUFFERS) {
      leaks.add("%d bytes of buffers; %d before".formatted(after.buffers, buffers));
    }
    if (after.files > files + FILES) {
      leaks.add("%d open files; %d before".formatted(after.files, files));
    }
    return leaks;
  }
}
