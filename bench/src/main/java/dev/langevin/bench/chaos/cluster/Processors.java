package dev.langevin.bench.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How much of the machine's processors other programs take. Where that is much, times say little of
 * this one. Used by one thread.
 */
public final class Processors {
  /** A processor's share of a second, as Linux counts. */
  private static final double TICKS = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /** Idle, and waiting for a disk. */
  private static final int IDLE = 3;

  private static final int WAITING = 4;
  private static final int COUNTED = 8;

  private final Cluster cluster;
  private Map<Long, Long> own = Map.of();
  private long all;
  private long nanos;

  /** Counts from the first {@link #others}. */
  public Processors(Cluster cluster) {
    this.cluster = cluster;
  }

  /** How many processors others took since the last call. */
  public double others() {
    try {
      Map<Long, Long> ownNow = new TreeMap<>();
      for (long pid : cluster.pids()) {
        ticks(pid).ifPresent(ticks -> ownNow.put(pid, ticks));
      }
      long allNow = busy();
      long now = System.nanoTime();
      long ours = 0;
      for (Map.Entry<Long, Long> one : ownNow.entrySet()) {
        ours += one.getValue() - own.getOrDefault(one.getKey(), 0L);
      }
      double seconds = (now - nanos) / 1e9;
      double others = nanos == 0 ? 0 : (allNow - all - ours) / TICKS / seconds;
      own = ownNow;
      all = allNow;
      nanos = now;
      return Math.max(0, others);
    } catch (IOException e) {
      throw new UncheckedIOException("/proc can't be read", e);
    }
  }

  private static long busy() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    long[] fields =
        Arrays.stream(line.split(" +")).skip(1).limit(COUNTED).mapToLong(Long::parseLong).toArray();
    return Arrays.stream(fields).sum() - fields[IDLE] - fields[WAITING];
  }

  /** Empty for a process that has ended. */
  private static OptionalLong ticks(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String text = Files.readString(stat);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of(
          Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
