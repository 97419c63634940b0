package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.BatchSeen;
import dev.langevin.v1.GenerationRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Batches without a pause and without end: another one for each that ends. What their clients want
 * comes round in random order.
 */
public final class BatchLoad {
  private static final int AT_ONCE = 2;
  private static final int FEWEST_LINES = 20;
  private static final int MOST_LINES = 300;

  /** A batch is to end within a run, and better within a part of one. */
  private static final int LINES_OF_RUN = 6;

  private final Gateways gateways;
  private final List<GenerationRequest> catalogue;
  private final int firstRecipe;
  private final RunClock clock;
  private final int mostLines;
  private final Random random;
  private final String run;
  private final Deque<BatchIntent> intents = new ArrayDeque<>();
  private final List<BatchNotes> notes = new CopyOnWriteArrayList<>();
  private final List<Thread> clients = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Creates nothing yet.
   *
   * @param firstRecipe where the requests for lines begin in the catalogue
   * @param length how long the run is
   * @param run begins all request ids
   */
  public BatchLoad(
      Gateways gateways,
      List<GenerationRequest> catalogue,
      int firstRecipe,
      RunClock clock,
      Duration length,
      long seed,
      String run) {
    this.gateways = gateways;
    this.catalogue = catalogue;
    this.firstRecipe = firstRecipe;
    this.clock = clock;
    this.mostLines = Math.clamp(length.toSeconds() / LINES_OF_RUN, FEWEST_LINES + 1, MOST_LINES);
    this.random = new Random(seed);
    this.run = run;
  }

  /** Begins the batches that are lacking. */
  public void fill() {
    while (running.get() < AT_ONCE) {
      begin();
    }
  }

  /** Waits until all batches have ended; those that have not by then are given up. */
  public void drained(long patienceMillis) throws InterruptedException {
    long until = System.nanoTime() + patienceMillis * 1_000_000;
    for (Thread client : clients) {
      client.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    clients.forEach(Thread::interrupt);
    for (Thread client : clients) {
      client.join();
    }
  }

  /** Lines that were seen to have ended. */
  public long lines() {
    return notes.stream()
        .map(BatchNotes::latest)
        .filter(Objects::nonNull)
        .mapToLong(BatchSeen::ended)
        .sum();
  }

  /** All that is known. */
  public List<BatchRecord> records() {
    return notes.stream().map(BatchNotes::record).toList();
  }

  private BatchIntent intent() {
    if (intents.isEmpty()) {
      List<BatchIntent> round = new ArrayList<>(List.of(BatchIntent.values()));
      Collections.shuffle(round, random);
      intents.addAll(round);
    }
    return intents.remove();
  }

  private void begin() {
    String requestId = "%s-%04d".formatted(run, notes.size() + 1);
    BatchOrder order =
        BatchOrder.draw(
            random,
            requestId,
            intent(),
            random.nextInt(FEWEST_LINES, mostLines + 1),
            firstRecipe,
            catalogue.size() - 1);
    begin(order);
  }

  /** Begins a batch. */
  public void begin(BatchOrder order) {
    BatchNotes of = new BatchNotes(order, clock);
    notes.add(of);
    running.incrementAndGet();
    clients.add(
        Thread.ofVirtual()
            .name("client-" + order.requestId())
            .start(
                () -> {
                  try {
                    new BatchClient(gateways, catalogue, order, of).run();
                  } catch (InterruptedException e) {
                    of.complain("its client waited for its end in vain");
                  } finally {
                    running.decrementAndGet();
                  }
                }));
  }
}
