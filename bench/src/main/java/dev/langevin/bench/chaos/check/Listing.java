package dev.langevin.bench.chaos.check;

import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.v1.Generation;
import java.util.Map;

/**
 * What a gateway lists when all is over.
 *
 * @param gateway which, 0 or 1
 * @param endings how each generation stands, by id
 * @param requestIds the request_id of each that is no line of a batch, by id
 */
public record Listing(int gateway, Map<String, Ending> endings, Map<String, String> requestIds) {
  /** Whether a generation has ended. */
  boolean ended(String id) {
    return endings.containsKey(id) && Seen.ended(endings.get(id).state());
  }

  /** A listing of generations. */
  public static Listing of(int gateway, Iterable<Generation> generations) {
    Map<String, Ending> endings = new java.util.TreeMap<>();
    Map<String, String> requestIds = new java.util.TreeMap<>();
    for (Generation generation : generations) {
      endings.put(generation.getId(), Ending.of(generation));
      if (!generation.getRequest().containsLabels(BatchLines.BATCH_LABEL)) {
        requestIds.put(generation.getId(), generation.getRequestId());
      }
    }
    return new Listing(gateway, endings, requestIds);
  }
}
