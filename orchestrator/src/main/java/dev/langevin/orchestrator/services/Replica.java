package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.Load;
import dev.langevin.orchestrator.job.ModelFacts;
import dev.langevin.runtime.model.ModelId;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** One replica of a service, as this process knows it. Thread-safe. */
final class Replica {
  /** A probe that takes longer is answered late, or never: by one that is frozen. */
  static final Duration PROMPT = Duration.ofSeconds(1);

  private final String name;
  private final ManagedChannel channel;
  private final LongSupplier nanos;
  private final Breaker breaker;
  private final AtomicInteger ownRows = new AtomicInteger();
  private volatile int reportedRows;
  private volatile int batchCap = 1;
  private volatile long runNanos;
  private volatile Map<ModelId, ModelFacts> models = Map.of();
  private volatile String problem = "it has not answered yet";
  private long probedSince;
  private boolean probed;

  Replica(String address, ManagedChannel channel) {
    this(address, channel, System::nanoTime);
  }

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  Replica(String address, ManagedChannel channel, LongSupplier nanos) {
    this.name = address;
    this.channel = channel;
    this.nanos = nanos;
    this.breaker = new Breaker(nanos);
  }

  String name() {
    return name;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** What decides whether it gets calls. */
  Breaker breaker() {
    return breaker;
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
    runNanos = load.getRunNanos();
  }

  /** Work of ours begins there. */
  void enter(int rows) {
    ownRows.addAndGet(rows);
  }

  /** Work of ours ends there. */
  void leave(int rows) {
    ownRows.addAndGet(-rows);
  }

  /** How busy it is. */
  Placement.Occupancy occupancy() {
    return new Placement.Occupancy(reportedRows, ownRows.get(), batchCap, runNanos);
  }

  /** A probe begins. */
  synchronized void probing() {
    probed = true;
    probedSince = nanos.getAsLong();
  }

  /** The last probe went well. */
  synchronized void alive() {
    probed = false;
    problem = "";
  }

  /** The last probe failed. */
  synchronized void dead(String why) {
    probed = false;
    problem = why;
  }

  /** Whether it keeps a probe waiting: it may be frozen, and gets calls only if no other does. */
  synchronized boolean late() {
    return probed && nanos.getAsLong() - probedSince > PROMPT.toNanos();
  }

  /** Why it gets no calls at present; empty if it does. */
  String problem() {
    String found = problem;
    return found.isEmpty() ? breaker.problem() : found;
  }
}
