package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.Load;
import dev.langevin.orchestrator.job.ModelFacts;
import dev.langevin.runtime.model.ModelId;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica of a service, as this process knows it. Thread-safe. */
final class Replica {
  private static final long SHORTEST_BREAK_NANOS = 100_000_000L;
  private static final int MOST_DOUBLINGS = 6;

  private final String name;
  private final ManagedChannel channel;
  private final AtomicInteger ownRows = new AtomicInteger();
  private volatile int reportedRows;
  private volatile int batchCap = 1;
  private volatile Map<ModelId, ModelFacts> models = Map.of();
  private volatile String problem = "it has not answered yet";
  private int failures;
  private long brokenUntil = System.nanoTime();

  Replica(String address, ManagedChannel channel) {
    this.name = address;
    this.channel = channel;
  }

  String name() {
    return name;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** The model it serves that a name, or name@version, means; of denoisers only. */
  Optional<ModelFacts> model(String name) {
    Map<ModelId, ModelFacts> now = models;
    return ModelId.find(name, now.keySet()).map(now::get);
  }

  void serves(Map<ModelId, ModelFacts> now) {
    models = Map.copyOf(now);
  }

  /** What it said about its load. */
  void reported(Load load) {
    reportedRows = load.getWaitingRows() + load.getRunningRows();
    batchCap = Math.max(1, load.getBatchCap());
  }

  /** Work of ours begins there. */
  void enter(int rows) {
    ownRows.addAndGet(rows);
  }

  /** Work of ours ends there. */
  void leave(int rows) {
    ownRows.addAndGet(-rows);
  }

  /** How many batches one waits there, roughly: what it reported, and our rows in flight. */
  double crowd() {
    return (double) (reportedRows + ownRows.get()) / batchCap;
  }

  /** The last probe went well. */
  void alive() {
    problem = "";
  }

  /** The last probe failed. */
  void dead(String why) {
    problem = why;
  }

  /** A call went well. */
  synchronized void answered() {
    failures = 0;
  }

  /** A call failed for a reason of its own: it gets no calls for a while. */
  synchronized void failed() {
    brokenUntil = System.nanoTime() + (SHORTEST_BREAK_NANOS << Math.min(failures, MOST_DOUBLINGS));
    failures++;
  }

  /** Why it gets no calls at present; empty if it does. */
  synchronized String problem() {
    if (!problem.isEmpty()) {
      return problem;
    }
    return failures > 0 && System.nanoTime() - brokenUntil < 0 ? "it failed just now" : "";
  }
}
