package dev.langevin.runtime.generations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tenants' accounts. Each has a list of its own, so that a tenant with few generations is not
 * kept waiting by one with many.
 *
 * @param <E> what is kept of a generation
 */
final class Accounts<E> {
  private final Map<String, Account<E>> accounts = new ConcurrentHashMap<>();

  /** A tenant's, made if there is none. */
  Account<E> of(String tenant) {
    return accounts.computeIfAbsent(tenant, name -> new Account<>());
  }

  /** A tenant's; null if there is none. */
  Account<E> find(String tenant) {
    return accounts.get(tenant);
  }

  void clear() {
    accounts.clear();
  }

  /**
   * What is between two places of a list, in its order.
   *
   * @param tenant whose; empty for everybody's in one
   * @param from all come after it; null from the beginning
   * @param end all come before it; null to the end
   */
  Iterator<Map.Entry<Cursor, E>> list(String tenant, Cursor from, Cursor end) {
    if (from != null && end != null && from.compareTo(end) >= 0) {
      return Collections.emptyIterator();
    }
    if (!tenant.isEmpty()) {
      Account<E> account = accounts.get(tenant);
      return account == null ? Collections.emptyIterator() : between(account, from, end);
    }
    List<Iterator<Map.Entry<Cursor, E>>> each = new ArrayList<>();
    accounts.values().forEach(account -> each.add(between(account, from, end)));
    return each.size() == 1 ? each.getFirst() : new Merged<>(each);
  }

  private static <E> Iterator<Map.Entry<Cursor, E>> between(
      Account<E> account, Cursor from, Cursor end) {
    NavigableMap<Cursor, E> rest =
        from == null ? account.newestFirst() : account.newestFirst().tailMap(from, false);
    return (end == null ? rest : rest.headMap(end, false)).entrySet().iterator();
  }

  /** Several lists as one. */
  private static final class Merged<E> implements Iterator<Map.Entry<Cursor, E>> {
    private record Head<E>(Map.Entry<Cursor, E> next, Iterator<Map.Entry<Cursor, E>> rest) {}

    private final PriorityQueue<Head<E>> heads =
        new PriorityQueue<>(Comparator.comparing((Head<E> head) -> head.next().getKey()));

    Merged(List<Iterator<Map.Entry<Cursor, E>>> lists) {
      lists.forEach(this::push);
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Map.Entry<Cursor, E> next() {
      Head<E> head = heads.remove();
      push(head.rest());
      return head.next();
    }

    private void push(Iterator<Map.Entry<Cursor, E>> list) {
      if (list.hasNext()) {
        heads.add(new Head<>(list.next(), list));
      }
    }
  }
}
