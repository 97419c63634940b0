package dev.langevin.runtime.lifecycle;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.discovery.Lookup;
import dev.langevin.runtime.logging.LogSetup;
import dev.langevin.runtime.management.Management;
import dev.langevin.runtime.management.ManagementSettings;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import dev.langevin.runtime.trace.Tracing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every {@code main} does with its service. */
public final class Services {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  /** Whoever runs us waits 10 s at least before he kills. */
  private static final Duration CLOSING = Duration.ofMillis(9_500);

  private Services() {}

  /**
   * Starts a service with the settings of this process's environment, runs it until the process is
   * told to stop, closes it, and exits with 128 and the signal's number, within 10 s whatever
   * hangs. A setting that can't be used ends the process with exit code 1 and one line that says
   * why.
   *
   * @param name the service's
   */
  public static void main(String name, Function<Environment, Service> start) {
    LogSetup.named(name);
    Lookup.forgetSoon();
    BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    AtomicBoolean started = new AtomicBoolean();
    Signals.onEnd(
        exitCode -> {
          // What is still starting holds no work, and a second signal means at once.
          if (!started.get() || !ends.isEmpty()) {
            Runtime.getRuntime().halt(exitCode);
          }
          ends.add(exitCode);
        });
    Environment environment = Environment.of(System.getenv());
    Management management =
        orExit(() -> Management.start(ManagementSettings.of(environment))); // lives while it starts
    Tracing tracing = orExit(() -> Tracing.start(name, environment));
    Telling lost = tell(tracing);
    Service service = orExit(() -> start.apply(environment));
    started.set(true);
    management.watch(Map.of(name, service));
    LOG.info("{} started on port {}", name, service.port());
    int exitCode = awaitFirst(ends);
    endAfter(CLOSING, name, exitCode);
    management.drain();
    service.close();
    tracing.close();
    lost.close();
    management.close();
    LOG.info("{} stopped", name);
    System.exit(exitCode);
  }

  /** Tells the spans that are lost. */
  public static Telling tell(Tracing tracing) {
    return Meters.ofProcess()
        .tell(
            Meter.SPANS_LOST_TOTAL,
            told -> tracing.lost().forEach((exporter, spans) -> told.value(spans, exporter)));
  }

  private static void endAfter(Duration limit, String name, int exitCode) {
    Thread.ofPlatform()
        .daemon()
        .name("last-call")
        .start(
            () -> {
              LockSupport.parkNanos(limit.toNanos());
              LOG.warn("{} did not close within {} ms, and ends as it is", name, limit.toMillis());
              Runtime.getRuntime().halt(exitCode);
            });
  }

  private static <T> T orExit(Supplier<T> start) {
    try {
      return start.get();
    } catch (ConfigurationException e) {
      LOG.error(e.getMessage());
      LOG.debug("Where it was thrown", e);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Can't start", e);
    }
    System.exit(1);
    throw new AssertionError("the process has ended");
  }

  /** Leaves it in the queue, so that the next one is seen to be the second. */
  private static int awaitFirst(BlockingQueue<Integer> ends) {
    try {
      int first = ends.take();
      ends.add(first);
      return first;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the main thread", e);
    }
  }
}
