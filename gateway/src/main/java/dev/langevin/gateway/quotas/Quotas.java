package dev.langevin.gateway.quotas;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.files.WatchedFile;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Standing;
import dev.langevin.runtime.lifecycle.Parts;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Refuses what is more than a tenant's quota. What tenants have is what the log says, which all
 * gateways read alike, and what is on its way into it here; so gateways together let in as much as
 * one would, but for what they write at the same moment.
 */
public final class Quotas {
  /** The reason of its refusals. */
  public static final String EXCEEDED = "QUOTA_EXCEEDED";

  /** Nobody has one. */
  public static final Quotas NONE =
      new Quotas(() -> QuotaFile.NONE, tenant -> Standing.NONE, (t, n) -> 0, n -> Duration.ZERO);

  /** How long it takes until so many rows of a tenant count no more, in seconds. */
  interface Waits {
    int seconds(String tenant, long rows);
  }

  /** What is on its way. */
  private static final class Pending {
    private int generations;
    private long rows;
  }

  private final Supplier<QuotaFile> file;
  private final Function<String, Standing> standings;
  private final Waits waits;
  private final IntFunction<Duration> ends;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();

  Quotas(
      Supplier<QuotaFile> file,
      Function<String, Standing> standings,
      Waits waits,
      IntFunction<Duration> ends) {
    this.file = file;
    this.standings = standings;
    this.waits = waits;
    this.ends = ends;
  }

  /**
   * Reads the file, and follows it.
   *
   * @param parts gets what has to be closed
   * @param path the file, if there is one
   * @param ends how long it takes until so many generations have ended
   * @throws dev.langevin.runtime.config.ConfigurationException if it can't be read
   */
  public static Quotas start(
      Parts parts,
      Optional<Path> path,
      GenerationLog log,
      IntFunction<Duration> ends,
      Clock clock) {
    if (path.isEmpty()) {
      return NONE;
    }
    WatchedFile<QuotaFile> file =
        parts.add(new WatchedFile<>("LANGEVIN_QUOTAS", path.get(), QuotaFile::read));
    return new Quotas(
        file::now,
        tenant -> log.standing(tenant, clock.instant()),
        (tenant, rows) -> log.secondsUntil(tenant, rows, clock.instant()),
        ends);
  }

  /** A tenant's. */
  public Quota of(String tenant) {
    return file.get().of(tenant);
  }

  /**
   * Accepts a generation if there is room for it, which it has until it is in the log.
   *
   * @param rows that it comes to
   * @param acceptance writes it, and reads it back
   * @throws GatewayException RESOURCE_EXHAUSTED, QUOTA_EXCEEDED, if there is none
   */
  public <T> T admitted(String tenant, long rows, Supplier<T> acceptance) {
    Quota quota = of(tenant);
    if (quota.free()) {
      return acceptance.get();
    }
    Pending own = pending.computeIfAbsent(tenant, name -> new Pending());
    synchronized (own) {
      Standing standing = standings.apply(tenant);
      generations(tenant, quota, standing, own.generations);
      rows(tenant, quota, standing.rows() + own.rows, rows);
      own.generations++;
      own.rows += rows;
    }
    try {
      return acceptance.get();
    } finally {
      synchronized (own) {
        own.generations--;
        own.rows -= rows;
      }
    }
  }

  /**
   * Refuses a generation for which there is no room at present, before more is done for it. Another
   * may take the room until it is {@link #admitted}.
   *
   * @param rows that it comes to
   * @throws GatewayException RESOURCE_EXHAUSTED, QUOTA_EXCEEDED
   */
  public void requireRoom(String tenant, long rows) {
    Quota quota = of(tenant);
    if (!quota.free()) {
      Standing standing = standings.apply(tenant);
      generations(tenant, quota, standing, 0);
      rows(tenant, quota, standing.rows(), rows);
    }
  }

  /**
   * Refuses a line of a batch that could never be enqueued.
   *
   * @param rows that it comes to
   */
  public void requirePossible(String tenant, long rows) {
    Quota quota = of(tenant);
    if (quota.rowsPerMinute() > 0 && rows > quota.rowsPerMinute()) {
      throw tooLarge(tenant, quota, rows);
    }
  }

  /**
   * Refuses another batch.
   *
   * @param unfinished those of the tenant that have not ended
   */
  public void requireBatch(String tenant, int unfinished) {
    Quota quota = of(tenant);
    if (quota.batches() > 0 && unfinished >= quota.batches()) {
      throw exceeded(
          "tenant %s: %,d batches have not ended, which is its quota (batches %,d); cancel one or wait"
              .formatted(tenant, unfinished, quota.batches()),
          null);
    }
  }

  private void generations(String tenant, Quota quota, Standing standing, int more) {
    int waiting = standing.waiting() + more;
    boolean full =
        quota.running() == 0
            ? quota.queued() > 0 && waiting >= quota.queued()
            : standing.running() + waiting >= quota.unfinished();
    if (full) {
      Duration delay = ends.apply(1);
      throw exceeded(
          "tenant %s: %,d generations run and %,d wait, which is its quota (running %s, queued %s); try again in %d s"
              .formatted(
                  tenant,
                  standing.running(),
                  waiting,
                  limit(quota.running()),
                  limit(quota.queued()),
                  delay.toSeconds()),
          delay);
    }
  }

  private void rows(String tenant, Quota quota, long had, long rows) {
    long most = quota.rowsPerMinute();
    if (most == 0 || had + rows <= most) {
      return;
    }
    if (rows > most) {
      throw tooLarge(tenant, quota, rows);
    }
    Duration delay = Duration.ofSeconds(Math.max(1, waits.seconds(tenant, had + rows - most)));
    throw exceeded(
        "tenant %s: %,d rows were asked for within a minute, and %,d more are over its quota (rows_per_minute %,d); try again in %d s"
            .formatted(tenant, had, rows, most, delay.toSeconds()),
        delay);
  }

  private static GatewayException tooLarge(String tenant, Quota quota, long rows) {
    return exceeded(
        "tenant %s: a generation of %,d rows is more than its quota (rows_per_minute %,d); fewer steps or pictures have fewer"
            .formatted(tenant, rows, quota.rowsPerMinute()),
        null);
  }

  private static String limit(int most) {
    return most == 0 ? "none" : "%,d".formatted(most);
  }

  private static GatewayException exceeded(String message, Duration delay) {
    return GatewayException.of(Status.Code.RESOURCE_EXHAUSTED, EXCEEDED, message, delay);
  }
}
