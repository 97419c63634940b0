package dev.langevin.bench.chaos.check;

import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a gateway tells of all batches when all is over.
 *
 * @param gateway which, 0 or 1
 * @param batches by id
 * @param lines of each batch, by its id
 * @param made the generations that say they are lines of a batch, by its id: when each was created,
 *     ms since the faults' beginning
 */
public record BatchListing(
    int gateway,
    Map<String, Batch> batches,
    Map<String, List<Line>> lines,
    Map<String, Map<String, Long>> made) {
  /** Which generations are lines of which batch, and when each was created. */
  public static Map<String, Map<String, Long>> made(Iterable<Generation> all, long origin) {
    Map<String, Map<String, Long>> made = new TreeMap<>();
    for (Generation generation : all) {
      String batch = generation.getRequest().getLabelsOrDefault(BatchLines.BATCH_LABEL, "");
      if (!batch.isEmpty()) {
        long at =
            generation.getCreateTime().getSeconds() * 1000
                + generation.getCreateTime().getNanos() / 1_000_000
                - origin;
        made.computeIfAbsent(batch, id -> new TreeMap<>()).put(generation.getId(), at);
      }
    }
    return made;
  }
}
