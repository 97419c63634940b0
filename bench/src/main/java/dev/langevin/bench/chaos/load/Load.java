package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.JobRecord;
import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Jobs without a pause and without end: as many of each priority as there are to be, another one
 * for each that ends. Of interactive ones there are fewer than slots of one orchestrator, so that a
 * job whose orchestrator died finds a free one. Batch ones share their slots with the lines of
 * batches, so that some always wait.
 */
public final class Load {
  /** Jobs of one priority that there are at a time. */
  private static final Map<Priority, Integer> AT_ONCE =
      new EnumMap<>(Map.of(Priority.PRIORITY_INTERACTIVE, 3, Priority.PRIORITY_BATCH, 2));

  private final Gateways gateways;
  private final List<GenerationRequest> catalogue;
  private final RunClock clock;
  private final Random random;
  private final String run;
  private final List<JobLog> logs = new CopyOnWriteArrayList<>();
  private final List<Thread> clients = new CopyOnWriteArrayList<>();
  private final Map<Priority, AtomicInteger> running = new EnumMap<>(Priority.class);

  /**
   * Creates nothing yet.
   *
   * @param run begins all request ids
   */
  public Load(
      Gateways gateways, List<GenerationRequest> catalogue, RunClock clock, long seed, String run) {
    this.gateways = gateways;
    this.catalogue = catalogue;
    this.clock = clock;
    this.random = new Random(seed);
    this.run = run;
    AT_ONCE.keySet().forEach(priority -> running.put(priority, new AtomicInteger()));
  }

  /** Begins the jobs that are lacking. */
  public void fill() {
    AT_ONCE.forEach(
        (priority, most) -> {
          while (running.get(priority).get() < most) {
            begin(priority);
          }
        });
  }

  /**
   * Waits until all jobs have ended.
   *
   * @return whether they have
   */
  public boolean drained(long patienceMillis) throws InterruptedException {
    long until = System.nanoTime() + patienceMillis * 1_000_000;
    for (Thread client : clients) {
      client.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    boolean all = clients.stream().noneMatch(Thread::isAlive);
    clients.forEach(Thread::interrupt);
    return all;
  }

  /** Jobs that were begun. */
  public int begun() {
    return logs.size();
  }

  /** Jobs that were seen to end. */
  public long ended() {
    return logs.stream().filter(JobLog::ended).count();
  }

  /** Jobs that were last seen in a state. */
  public long in(State state) {
    return last().filter(seen -> seen.state() == state).count();
  }

  /** All that is known. */
  public List<JobRecord> records() {
    return logs.stream().map(JobLog::record).toList();
  }

  private Stream<Seen> last() {
    return logs.stream().map(JobLog::last).filter(java.util.Objects::nonNull);
  }

  private void begin(Priority priority) {
    String requestId = "%s-%05d".formatted(run, logs.size() + 1);
    Order order = Order.draw(random, requestId, catalogue.size(), priority);
    JobLog log = new JobLog(order, clock);
    logs.add(log);
    AtomicInteger count = running.get(priority);
    count.incrementAndGet();
    clients.add(
        Thread.ofVirtual()
            .name("client-" + requestId)
            .start(
                () -> {
                  try {
                    new Client(gateways, catalogue, order, log).run();
                  } catch (InterruptedException e) {
                    log.complain("its client waited for its end in vain");
                  } finally {
                    count.decrementAndGet();
                  }
                }));
  }
}
