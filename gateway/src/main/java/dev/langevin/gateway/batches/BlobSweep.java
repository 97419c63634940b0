package dev.langevin.gateway.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.FeedRecords;
import dev.langevin.runtime.generations.ClusterId;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.lifecycle.Rounds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the lines that no batch has, after a day: whoever stored them died, or found Kafka
 * silent, before the batch was written down. Every gateway does it; deleting twice is deleting
 * once. Stores that belong to another Kafka are left alone.
 */
public final class BlobSweep implements AutoCloseable {
  /**
   * As long as a request_id is sure to hold. A creation takes seconds once its lines are stored.
   */
  public static final Duration KEPT = Duration.ofDays(1);

  /** How often it is looked. */
  public static final Duration PERIOD = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final BatchLog log;
  private final FeedRecords records;
  private final ClusterId cluster;
  private final Blobs blobs;
  private final Strays strays;
  private final Rounds rounds;
  private String owner;

  /**
   * Begins to look.
   *
   * @param kept for how long lines may be of no batch
   * @param period between two looks
   */
  public BlobSweep(
      BatchLog log, KafkaConnection kafka, Blobs blobs, Duration kept, Duration period) {
    this.log = log;
    this.records = new FeedRecords(kafka);
    this.cluster = new ClusterId(kafka);
    this.blobs = blobs;
    this.strays = new Strays(kept);
    rounds = Rounds.start("blob-sweep", period, this::run);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void run() throws InterruptedException {
    try {
      look();
    } catch (GatewayException | LogUnavailableException e) {
      LOG.info("Cannot look for lines that no batch has at present: {}", e.getMessage());
    }
  }

  /** What is stored is asked before who has it, so that no batch is made in between. */
  private void look() throws InterruptedException {
    if (owner == null) {
      owner = cluster.get();
    }
    Set<String> stored = blobs.names(owner);
    log.awaitEnd(PATIENCE);
    Set<String> named =
        log.list(Integer.MAX_VALUE, null, batch -> true).stream()
            .map(BatchSnapshot::getBlob)
            .collect(Collectors.toSet());
    List<String> old = strays.look(stored, named, System.nanoTime());
    if (old.isEmpty()) {
      return;
    }
    // A batch whose gateway died before it wrote it down, and that no feeder has seen yet.
    Set<String> awaited = new HashSet<>(records.blobs());
    for (String name : old) {
      if (!awaited.contains(name)) {
        LOG.info("The lines {} are of no batch, and are deleted", name);
        blobs.delete(name);
      }
    }
  }
}
