package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Standing;
import dev.langevin.runtime.generations.Tenants;
import java.time.Instant;
import java.util.function.Function;

/**
 * What of its tenant's quota a batch may use, by what the gateway wrote into it. Lines that there
 * is no room for wait: nobody is told of a refusal.
 *
 * @param linesAtOnce the tenant's generations that have not ended, at most, for another line to
 *     become one
 * @param rowsPerMinute rows of the tenant's generations that were created in a minute, at most, for
 *     another line to become one; 0 for any number
 * @param standing what the tenant has in hand at a moment
 */
record Allowance(int linesAtOnce, long rowsPerMinute, Function<Instant, Standing> standing) {
  static Allowance of(BatchSnapshot batch, GenerationLog generations) {
    String tenant = Tenants.of(batch);
    return new Allowance(
        batch.getLinesAtOnce() == 0 ? Integer.MAX_VALUE : batch.getLinesAtOnce(),
        batch.getRowsPerMinute(),
        now -> generations.standing(tenant, now));
  }

  /**
   * How many more lines may become generations now. One may if none of the batch's has: others that
   * never leave room would keep it for ever.
   *
   * @param own the batch's lines that are enqueued and have not ended
   */
  int room(int own, Instant now) {
    if (linesAtOnce == Integer.MAX_VALUE) {
      return Integer.MAX_VALUE;
    }
    Standing all = standing.apply(now);
    int room = linesAtOnce - Math.max(own, all.waiting() + all.running());
    return own == 0 ? Math.max(1, room) : room;
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
    long had = before + standing.apply(now).rows();
    return had == 0 || had + rows <= rowsPerMinute;
  }
}
