package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.flight.Share;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.time.Instant;

/** What is counted of a job whose pictures are stored. */
final class JobMeters {
  private static final Meters METERS = Meters.ofProcess();
  private static final Spread INTERACTIVE = METERS.spread(Meter.GENERATION_SECONDS, "interactive");
  private static final Spread BATCH = METERS.spread(Meter.GENERATION_SECONDS, "batch");
  private static final Spread QUEUE = METERS.spread(Meter.STAGE_SECONDS, "queue");
  private static final Spread ENCODE = METERS.spread(Meter.STAGE_SECONDS, "encode");
  private static final Spread DENOISE = METERS.spread(Meter.STAGE_SECONDS, "denoise");
  private static final Spread DECODE = METERS.spread(Meter.STAGE_SECONDS, "decode");

  private static final Count SHARED = METERS.count(Meter.SHARED_EVALUATIONS_TOTAL);

  private JobMeters() {}

  /**
   * @param now by the clock that its creation is told by, as far as clocks agree
   */
  static void succeeded(Work work, Stages stages, Share share, Instant now) {
    Trace trace = Trace.current();
    boolean batch = work.getRequest().getPriority() == Priority.PRIORITY_BATCH;
    long whole = Duration.between(Snapshots.instant(work.getCreateTime()), now).toNanos();
    long run = stages.stored() - stages.began();
    (batch ? BATCH : INTERACTIVE).sawNanos(Math.max(0, whole), trace);
    QUEUE.sawNanos(Math.max(0, whole - run), trace);
    ENCODE.sawNanos(stages.encoded() - stages.began(), trace);
    DENOISE.sawNanos(stages.denoised() - stages.encoded(), trace);
    DECODE.sawNanos(stages.stored() - stages.denoised(), trace);
    SHARED.add(share.shared());
  }
}
