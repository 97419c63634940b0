package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Tenants;
import java.time.Instant;
import java.util.function.ToLongFunction;

/**
 * What of its tenant's quota a batch may use, by what the gateway wrote into it. Lines that there
 * is no room for wait: nobody is told of a refusal.
 *
 * @param linesAtOnce lines that are enqueued and have not ended, at most
 * @param rowsPerMinute rows of the tenant's generations that were created in a minute, at most, for
 *     another line to become one; 0 for any number
 * @param asked how many rows the tenant has asked for within the minute before a moment
 */
record Allowance(int linesAtOnce, long rowsPerMinute, ToLongFunction<Instant> asked) {
  static Allowance of(BatchSnapshot batch, GenerationLog generations) {
    String tenant = Tenants.of(batch);
    return new Allowance(
        batch.getLinesAtOnce() == 0 ? Integer.MAX_VALUE : batch.getLinesAtOnce(),
        batch.getRowsPerMinute(),
        now -> generations.standing(tenant, now).rows());
  }

  /**
   * Whether another line may become a generation. One that has more rows than are allowed may, once
   * the tenant has asked for none within a minute: it could never otherwise.
   *
   * @param before rows of lines that are about to
   * @param rows the line's
   */
  boolean allows(long before, long rows, Instant now) {
    if (rowsPerMinute == 0) {
      return true;
    }
    long had = before + asked.applyAsLong(now);
    return had == 0 || had + rows <= rowsPerMinute;
  }
}
