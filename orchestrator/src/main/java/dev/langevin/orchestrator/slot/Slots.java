package dev.langevin.orchestrator.slot;

import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.job.Job;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All slots of an orchestrator. */
public final class Slots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

  /** How long a running evaluation may take to finish when the orchestrator closes. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  /** How long closing takes at the most, giving back included. */
  private static final Duration CLOSE = Duration.ofSeconds(9);

  private final List<Slot> slots = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param brokers {@code host:port} of Kafka
   * @param instance tells this orchestrator's consumers from others'
   * @param pool whose work they take
   * @param interactive slots for interactive jobs
   * @param batch slots for batch jobs
   * @param lock lock time to assume until the broker tells it
   * @param jobs makes a job of a work record
   * @param missing what jobs need and is not there at present
   */
  public static Slots start(
      String brokers,
      String instance,
      String pool,
      int interactive,
      int batch,
      Duration lock,
      Function<Work, Job> jobs,
      Supplier<Optional<String>> missing) {
    Slots all = new Slots();
    SlotMachine machine = new SlotMachine(lock.toNanos() / 3, GRACE.toNanos());
    int[] counts = {interactive, batch};
    Priority[] classes = {Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH};
    for (int c = 0; c < counts.length; c++) {
      String topic = Topics.work(pool, classes[c]);
      for (int i = 0; i < counts[c]; i++) {
        String name = topic + "-" + i;
        KafkaWork source = new KafkaWork(brokers, topic, instance + "-" + name);
        all.slots.add(new Slot(name, source, jobs, missing, machine));
      }
    }
    all.slots.forEach(Slot::start);
    return all;
  }

  /** Takes no new work, lets running evaluations finish, and gives the jobs back. */
  @Override
  public void close() {
    slots.forEach(Slot::drain);
    long end = System.nanoTime() + CLOSE.toNanos();
    for (Slot slot : slots) {
      try {
        if (!slot.closed((end - System.nanoTime()) / 1_000_000)) {
          LOG.warn("A slot did not close within {} s; its lock will lapse", CLOSE.toSeconds());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
