package dev.langevin.orchestrator.slot;

import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.ShareGroups;
import dev.langevin.runtime.metrics.Telling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * @param kafka where the work is
   * @param instance tells this orchestrator's consumers from others': {@link ShareGroups#instance}
   * @param lock lock time to assume until the broker tells it
   * @param groups which slots there are
   */
  public static Slots start(
      KafkaConnection kafka, String instance, Duration lock, List<SlotGroup> groups) {
    Slots all = new Slots();
    SlotMachine machine = new SlotMachine(lock.toNanos() / 3, GRACE.toNanos());
    for (SlotGroup group : groups) {
      for (int i = 0; i < group.count(); i++) {
        String name = group.topic() + "-" + i;
        KafkaWork source =
            new KafkaWork(kafka, group.topic(), ShareGroups.client(instance, group.topic(), i));
        all.slots.add(new Slot(name, source, group, machine));
      }
    }
    all.slots.forEach(Slot::start);
    return all;
  }

  /** What is missing as long as one of them has not asked for work. */
  public Optional<String> missing() {
    long joined = slots.stream().filter(Slot::joined).count();
    return joined == slots.size()
        ? Optional.empty()
        : Optional.of("%d of %d slots have joined".formatted(joined, slots.size()));
  }

  /** Tells what they do, until it is closed. */
  public Telling tell(String pool) {
    return SlotMeters.tell(pool, slots);
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
