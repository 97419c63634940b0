package dev.langevin.bench.chaos.check;

import dev.langevin.bench.chaos.load.BatchOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a batch from outside.
 *
 * @param order what was asked for
 * @param created when its creation was first tried, ms since the faults' beginning
 * @param accepted when a gateway first answered it, likewise; 0 if none did
 * @param ids that gateways answered its creation with
 * @param seen what its watcher was told, in order
 * @param followed its lines as they were told when they ended, in the order they were told in
 * @param archived its lines as its archive's manifest tells them
 * @param pictures SHA-256 of its archive's pictures, by their names in it
 * @param quietFrom when a gateway said that it is paused or cancelled; {@link #NEVER} if none did
 * @param quietTo when it was asked to go on; {@link #NEVER} if it was not
 * @param cancelled whether a gateway said that it is cancelled
 * @param complaints what its client should not have met
 */
public record BatchRecord(
    BatchOrder order,
    long created,
    long accepted,
    Set<String> ids,
    List<BatchSeen> seen,
    List<Line> followed,
    List<Line> archived,
    Map<String, String> pictures,
    long quietFrom,
    long quietTo,
    boolean cancelled,
    List<String> complaints) {
  /** It has not happened. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The first of its ids, or its request_id if it was never accepted. */
  public String name() {
    return ids.stream().findFirst().orElse(order.requestId());
  }
}
