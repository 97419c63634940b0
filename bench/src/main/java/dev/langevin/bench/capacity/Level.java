package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Footprint;
import dev.langevin.bench.cluster.Node;
import java.io.IOException;

/**
 * What an orchestrator does with so many jobs at a time.
 *
 * @param jobs that many
 * @param evaluations as counted by the denoiser
 * @param heapBytes of live objects while they run
 * @param residentBytes of memory
 * @param threads of the system
 */
record Level(int jobs, Rate evaluations, long heapBytes, long residentBytes, int threads) {
  private static final long PATIENCE_NANOS = 90_000_000_000L;
  private static final long LOOK_MILLIS = 50;

  /** Measures, with an orchestrator of its own. */
  static Level measure(Site site, Clients clients, int jobs, Pace pace)
      throws IOException, InterruptedException {
    Node orchestrator = site.orchestrator(jobs);
    try (Backlog backlog = new Backlog(clients, site.decoder().done(), jobs)) {
      running(site, backlog, jobs);
      Rate.measure(orchestrator, site.denoiser()::evaluations, pace.warmup());
      Rate evaluations = Rate.measure(orchestrator, site.denoiser()::evaluations, pace.window());
      Footprint held = orchestrator.footprint();
      running(site, backlog, jobs);
      return new Level(jobs, evaluations, held.heapBytes(), held.residentBytes(), held.threads());
    } finally {
      orchestrator.end();
    }
  }

  /** Waits until all of them run. */
  private static void running(Site site, Backlog backlog, int jobs) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (site.denoiser().streams() < jobs) {
      site.check();
      backlog.check();
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "%d of %d jobs run after %d s"
                .formatted(site.denoiser().streams(), jobs, PATIENCE_NANOS / 1_000_000_000));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
