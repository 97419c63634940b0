package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.check.StoreCheck;
import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;

/**
 * What batches leave behind, as the broker and the store have it.
 *
 * @param cluster where everything goes well again
 * @param kafka connection settings
 */
record Leftovers(Cluster cluster, KafkaConnection kafka) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST = 1_000_000;

  static Leftovers of(Cluster cluster) {
    return new Leftovers(cluster, KafkaConnection.plaintext(cluster.address(Member.BROKER)));
  }

  /** The blobs that batches have or, deleted, had. */
  Set<String> known() {
    try (BatchLog log = BatchLog.open(kafka)) {
      log.awaitEnd(PATIENCE);
      return log.list(MOST, null, batch -> true).stream()
          .map(BatchSnapshot::getBlob)
          .collect(Collectors.toSet());
    }
  }

  /** Blobs of no batch: those whose upload was answered to nobody. */
  long strangers(Set<String> known) throws IOException {
    return StoreCheck.blobs(cluster.artifacts()).stream()
        .filter(name -> !known.contains(name))
        .count();
  }

  /** What is left although all batches have ended and were deleted. */
  List<Finding> findings(Set<String> known) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>(StoreCheck.blobs(cluster.artifacts(), known));
    long records = feederRecords();
    if (records > 0) {
      findings.add(new Finding(Problem.STRAY, records + " feeder records are left"));
    }
    return findings;
  }

  private long feederRecords() throws InterruptedException {
    try (Admin admin = Clients.admin(kafka)) {
      return admin
          .listShareGroupOffsets(Map.of(Topics.FEEDER, new ListShareGroupOffsetsSpec()))
          .partitionsToOffsetInfo(Topics.FEEDER)
          .get()
          .values()
          .stream()
          .mapToLong(Leftovers::lag)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell what is left", e.getCause());
    }
  }

  private static long lag(SharePartitionOffsetInfo partition) {
    return partition == null ? 0 : partition.lag().orElse(0L);
  }
}
