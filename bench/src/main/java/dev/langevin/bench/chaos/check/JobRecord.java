package dev.langevin.bench.chaos.check;

import dev.langevin.bench.chaos.load.Order;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a job from outside.
 *
 * @param order what was asked for
 * @param created when its creation was first tried, ms since the faults' beginning
 * @param ids that gateways answered its creation with
 * @param seen what its watchers were told, in order
 * @param endings how it ended, by watcher
 * @param cancelled whether a gateway said that it is cancelled
 * @param digests SHA-256 of its pictures' bytes as they were fetched, by name
 * @param complaints what no client should have met
 */
public record JobRecord(
    Order order,
    long created,
    Set<String> ids,
    List<Seen> seen,
    Map<Integer, Ending> endings,
    boolean cancelled,
    Map<String, String> digests,
    List<String> complaints) {
  /** The first of its ids, or its request_id if it was never accepted. */
  public String name() {
    return ids.stream().findFirst().orElse(order.requestId());
  }
}
