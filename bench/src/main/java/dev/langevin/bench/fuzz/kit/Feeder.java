package dev.langevin.bench.fuzz.kit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The thread that feeds a target, one input after the other. */
final class Feeder implements Runnable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target target;
  private final IntFunction<byte[]> inputs;
  private final LastInput last;
  private final int count;

  /** The first of each cause. */
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  private int failed;
  private int accepted;
  private int refused;
  private long slowest;

  private volatile int fed;
  private volatile Throwable trouble;
  private volatile byte[] current;
  private volatile long begun;

  Feeder(Target target, int count, IntFunction<byte[]> inputs, LastInput last) {
    this.target = target;
    this.count = count;
    this.inputs = inputs;
    this.last = last;
  }

  @Override
  public void run() {
    try {
      feedAll();
    } catch (Throwable e) { // of our own making, for what the target throws is caught
      trouble = e;
    }
  }

  private void feedAll() {
    for (int i = 0; i < count; i++) {
      byte[] input = inputs.apply(i);
      last.keep(input);
      begun = System.nanoTime();
      current = input;
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      feed(input);
      long taken = System.nanoTime() - begun;
      current = null;
      slowest = Math.max(slowest, taken);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      if (bytes > target.allocation()) {
        found(new Finding(input, "it allocates %,d bytes".formatted(bytes), ""));
      }
      if (taken > target.limit().toNanos()) {
        found(new Finding(input, "it takes %,d ms".formatted(taken / 1_000_000), ""));
      }
      fed = i + 1;
    }
  }

  private void feed(byte[] input) {
    try {
      target.feed(input);
      accepted++;
    } catch (Throwable e) { // errors such as a stack that overflows are what is looked for
      if (target.refusals().stream().noneMatch(type -> type.isInstance(e))) {
        found(Finding.of(input, e.toString(), e));
        return;
      }
      refused++;
      String complaint = Clarity.complaint(e.getMessage());
      if (complaint != null) {
        found(Finding.of(input, complaint, e));
      }
    }
  }

  private void found(Finding finding) {
    failed++;
    findings.putIfAbsent(finding.cause(), finding);
  }

  /** How many inputs are done; from any thread. */
  int fed() {
    return fed;
  }

  /** Why the thread ended too soon; null if it did not. */
  Throwable trouble() {
    return trouble;
  }

  /** The input that takes longer than so many nanoseconds, or null; from any thread. */
  byte[] stuck(long nanos) {
    byte[] input = current;
    return input != null && System.nanoTime() - begun > nanos ? input : null;
  }

  /** What was counted, once the thread has ended. */
  Tally tally() {
    return new Tally(
        target.name(), fed, accepted, refused, failed, slowest, List.copyOf(findings.values()));
  }
}
