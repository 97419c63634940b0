package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.WebhookDelivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How all deliveries stand, by what was read. Thread-safe. */
final class DeliveryView {
  /** Of those that need no more attempts, the oldest are forgotten beyond this number. */
  static final int REMEMBERED = 100_000;

  /** Behind every id. */
  private static final String LAST = "\uffff";

  private record Due(Instant time, String id) implements Comparable<Due> {
    private static final Comparator<Due> ORDER =
        Comparator.comparing(Due::time).thenComparing(Due::id);

    static Due of(WebhookDelivery delivery) {
      return new Due(Snapshots.instant(delivery.getNextTime()), delivery.getId());
    }

    @Override
    public int compareTo(Due other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<String, DeliveryRecord> records = new HashMap<>();
  private final TreeMap<Cursor, String> newest = new TreeMap<>();
  private final TreeMap<Cursor, String> done = new TreeMap<>();
  private final TreeSet<Due> pending = new TreeSet<>();

  /** Takes a record in; one that is earlier than what is known changes nothing. */
  synchronized void apply(DeliveryRecord record) {
    String id = record.getDelivery().getId();
    DeliveryRecord known = records.get(id);
    if (known != null && Deliveries.ORDER.compare(record, known) < 0) {
      return;
    }
    if (known != null) {
      forget(id, known);
    }
    records.put(id, record);
    Cursor place = place(record.getDelivery());
    newest.put(place, id);
    if (isPending(record)) {
      pending.add(Due.of(record.getDelivery()));
    } else {
      done.put(place, id);
      if (done.size() > REMEMBERED) {
        String oldest = done.lastEntry().getValue();
        forget(oldest, records.get(oldest));
      }
    }
  }

  /** Forgets those of before. */
  synchronized void forgetBefore(Instant time) {
    while (!newest.isEmpty() && newest.lastKey().seconds() < time.getEpochSecond()) {
      String id = newest.lastEntry().getValue();
      forget(id, records.get(id));
    }
  }

  synchronized Optional<DeliveryRecord> get(String id) {
    return Optional.ofNullable(records.get(id));
  }

  /**
   * Those whose next attempt is due and which can be tried at present, the longest overdue first.
   */
  synchronized List<DeliveryRecord> due(
      Instant now, int limit, Predicate<WebhookDelivery> possible) {
    return pending.headSet(new Due(now, LAST), true).stream()
        .map(next -> records.get(next.id()))
        .filter(record -> possible.test(record.getDelivery()))
        .limit(limit)
        .toList();
  }

  /**
   * Those that are wanted, newest first.
   *
   * @param after where the page before ended; null for the first
   * @param size at most this many
   */
  synchronized List<WebhookDelivery> list(
      Cursor after, int size, Predicate<DeliveryRecord> wanted) {
    return (after == null ? newest : newest.tailMap(after, false))
        .values().stream()
            .map(records::get)
            .filter(wanted)
            .map(DeliveryRecord::getDelivery)
            .limit(size)
            .toList();
  }

  static Cursor place(WebhookDelivery delivery) {
    return new Cursor(
        delivery.getCreateTime().getSeconds(),
        delivery.getCreateTime().getNanos(),
        delivery.getId());
  }

  private void forget(String id, DeliveryRecord known) {
    records.remove(id);
    Cursor place = place(known.getDelivery());
    newest.remove(place);
    done.remove(place);
    if (isPending(known)) {
      pending.remove(Due.of(known.getDelivery()));
    }
  }

  private static boolean isPending(DeliveryRecord record) {
    return record.getDelivery().getState() == WebhookDelivery.State.STATE_PENDING;
  }
}
