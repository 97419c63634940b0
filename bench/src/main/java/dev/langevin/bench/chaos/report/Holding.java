package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.cluster.Footprint;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process held before anything went wrong, and when all was over.
 *
 * @param member which
 * @param before then
 * @param after and then
 */
public record Holding(Member member, Footprint before, Footprint after) {
  /** Connections that come and go. */
  private static final int MORE_FILES = 24;

  private static final int MORE_THREADS = 24;

  /** What is kept of a thousand jobs is a few megabytes. */
  private static final long MORE_HEAP = 24L << 20;

  /** What it holds too much of. */
  public List<Finding> leaks() {
    List<Finding> leaks = new ArrayList<>();
    more(leaks, "files", before.files(), after.files(), MORE_FILES);
    more(leaks, "threads", before.threads(), after.threads(), MORE_THREADS);
    more(leaks, "bytes of heap", before.heapBytes(), after.heapBytes(), MORE_HEAP);
    return leaks;
  }

  @Override
  public String toString() {
    return "%-15s %4d → %4d %4d → %4d %5d → %5d %5d → %5d"
        .formatted(
            member.title(),
            before.files(),
            after.files(),
            before.threads(),
            after.threads(),
            before.heapBytes() >> 20,
            after.heapBytes() >> 20,
            before.residentBytes() >> 20,
            after.residentBytes() >> 20);
  }

  private void more(List<Finding> leaks, String what, long then, long now, long allowed) {
    if (now > then + allowed) {
      leaks.add(
          new Finding(
              Problem.LEAK,
              "%s holds %d %s, %d before".formatted(member.title(), now, what, then)));
    }
  }
}
