package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Makes lines of a batch generations, several at a time, since each waits for Kafka.
 *
 * @param id the batch's
 * @param tenant whose it is
 */
record Enqueueing(String id, String tenant, FeedSurroundings outside) {
  /** Lines that are enqueued at a time, at most. */
  static final int AT_ONCE = 8;

  /**
   * Enqueues lines.
   *
   * @return how each then stands: it may have been enqueued before
   * @throws LogUnavailableException if Kafka is silent; any of them may be enqueued all the same
   */
  List<Snapshot> enqueue(List<BatchLine> lines) {
    return each(lines, this::enqueue);
  }

  /** Each is a trace of its own, since the batch has no place in any. */
  private Snapshot enqueue(BatchLine line) {
    try (TraceSpan span = Trace.none().root("orchestrator.feed")) {
      return span.failing(() -> outside.acceptance().accept(line.getPool(), work(line)));
    }
  }

  /**
   * Makes lines generations that are cancelled, so that an earlier feeder, which may have died or
   * stopped in the midst of enqueueing them, enqueues them no more.
   *
   * @return as above
   */
  List<Snapshot> cancel(List<BatchLine> lines) {
    return each(
        lines,
        line -> {
          Snapshot queued = Snapshots.queued(work(line));
          return outside
              .generations()
              .write(Snapshots.cancelled(queued, outside.clock().instant()))
              .folded();
        });
  }

  private Work work(BatchLine line) {
    return Work.newBuilder()
        .setGenerationId(BatchLines.generationId(id, line.getLine()))
        .setWorkId(UUID.randomUUID().toString())
        .setRequestHash(line.getRequestHash())
        .setRequest(line.getRequest())
        .setTenant(tenant)
        .setRows(line.getRows())
        .setCreateTime(Snapshots.timestamp(outside.clock().instant()))
        .setTraceId(Trace.current().recorded().orElse(""))
        .build();
  }

  private static List<Snapshot> each(List<BatchLine> lines, Function<BatchLine, Snapshot> action) {
    if (lines.size() == 1) {
      return List.of(action.apply(lines.getFirst()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Snapshot>> begun = new ArrayList<>();
      lines.forEach(line -> begun.add(threads.submit(() -> action.apply(line))));
      List<Snapshot> done = new ArrayList<>();
      for (Future<Snapshot> one : begun) {
        done.add(one.get());
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogUnavailableException silent) {
        throw silent;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted", e);
    }
  }
}
