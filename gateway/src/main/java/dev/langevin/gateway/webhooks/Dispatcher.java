package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.gateway.jobs.Bell;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.WebhookDelivery;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries what is due, while this gateway is the one that sends: each delivery on a virtual thread,
 * so many at a time, and so many to one host, so that one which never answers keeps nobody else's.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int AT_ONCE = 64;
  private static final int AT_ONCE_PER_HOST = 8;
  private static final long LOOK_MILLIS = 250;
  private static final double MOST_SPREAD = 1.2;

  private final Ownership ownership;
  private final DeliveryLog log;
  private final Announcer announcer;
  private final Sender sender;
  private final Subjects subjects;
  private final Clock clock;
  private final Bell bell;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> runningPerHost = new ConcurrentHashMap<>();
  private final Thread thread;

  /**
   * Begins.
   *
   * @param subjects what is told about
   * @param bell rings when there is something to look at
   */
  Dispatcher(
      Ownership ownership,
      DeliveryLog log,
      Announcer announcer,
      Sender sender,
      Subjects subjects,
      Clock clock,
      Bell bell) {
    this.ownership = ownership;
    this.log = log;
    this.announcer = announcer;
    this.sender = sender;
    this.subjects = subjects;
    this.clock = clock;
    this.bell = bell;
    thread = Thread.ofVirtual().name("webhooks").start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        bell.await(LOOK_MILLIS);
        if (!ownership.held()) {
          announcer.forget();
        } else if (log.readAllNanos() - ownership.sinceNanos() > 0) {
          round();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped sending to webhooks");
    }
  }

  private void round() {
    try {
      announcer.announce();
    } catch (LogUnavailableException e) {
      LOG.info("Cannot note deliveries to webhooks at present: {}", e.getMessage());
      return;
    }
    for (DeliveryRecord record :
        log.view().due(clock.instant(), AT_ONCE - running.size(), this::possible)) {
      begin(record);
    }
  }

  private boolean possible(WebhookDelivery delivery) {
    AtomicInteger there = runningPerHost.get(host(delivery));
    return !running.contains(delivery.getId()) && (there == null || there.get() < AT_ONCE_PER_HOST);
  }

  private void begin(DeliveryRecord record) {
    String id = record.getDelivery().getId();
    String host = host(record.getDelivery());
    if (!possible(record.getDelivery())) {
      return; // others of this round are enough for the host
    }
    running.add(id);
    runningPerHost.computeIfAbsent(host, name -> new AtomicInteger()).incrementAndGet();
    Thread.ofVirtual()
        .name("webhook-" + id)
        .start(
            () -> {
              try {
                deliver(record);
              } catch (LogUnavailableException e) {
                LOG.info("Cannot note how a delivery went, it is sent again: {}", e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                running.remove(id);
                runningPerHost.computeIfPresent(
                    host, (name, count) -> count.decrementAndGet() == 0 ? null : count);
                bell.ring();
              }
            });
  }

  private void deliver(DeliveryRecord record) throws InterruptedException {
    WebhookDelivery delivery = record.getDelivery();
    Instant began = clock.instant();
    Optional<byte[]> body = subjects.body(delivery);
    Attempt attempt =
        body.isPresent()
            ? sender.send(
                Tenants.of(record.getTenant()),
                delivery.getUrl(),
                delivery.getId(),
                body.get(),
                began)
            : Attempt.pointless("what it is about was deleted");
    if (!attempt.succeeded()) {
      LOG.info("Webhook {}: {}", delivery.getId(), attempt.error());
    }
    double spread = ThreadLocalRandom.current().nextDouble(1, MOST_SPREAD);
    log.put(Deliveries.tried(record, attempt, began, clock.instant(), spread));
  }

  private static String host(WebhookDelivery delivery) {
    return Destination.of(delivery.getUrl()).host();
  }
}
