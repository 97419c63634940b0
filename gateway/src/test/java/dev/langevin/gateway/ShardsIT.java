package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import dev.langevin.v1.SystemServiceGrpc;
import dev.langevin.v1.SystemStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose pool has three shards. */
class ShardsIT {
  private static final Shards SHARDS = new Shards(Map.of("default", 3), 1);

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static GenerationServiceBlockingStub client;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway(Map.of("POOL_SHARDS", "default=3"));
    client = fleet.client(gateway);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static SystemStatus status() {
    return SystemServiceGrpc.newBlockingStub(fleet.channel(gateway))
        .getSystem(GetSystemRequest.getDefaultInstance())
        .getSystem();
  }

  private static List<Work> waiting(String topic) throws Exception {
    List<Work> waiting = new ArrayList<>();
    try (Consumer<String, byte[]> reader =
        Clients.consumer(KafkaConnection.plaintext(fleet.broker.address()), "earliest")) {
      TopicPartition partition = new TopicPartition(topic, 0);
      reader.assign(List.of(partition));
      long end = reader.endOffsets(List.of(partition)).get(partition);
      while (reader.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
          waiting.add(Work.parseFrom(record.value()));
        }
      }
    }
    return waiting;
  }

  @Test
  void jobs_areSpreadByTheirIds_andKnowTheirPlacesThere() throws Exception {
    List<Generation> jobs = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      jobs.add(Calls.create(client, "", "a boat"));
    }
    Map<Integer, Integer> places = new HashMap<>();
    for (Generation job : jobs) {
      int shard = SHARDS.shard("default", job.getId());
      assertThat(fleet.log.get(job.getId()).orElseThrow().getShard()).isEqualTo(shard);
      assertThat(job.getQueuePlace()).isEqualTo(places.merge(shard, 1, Integer::sum));
    }
    assertThat(places).hasSize(3);
    for (int shard = 0; shard < 3; shard++) {
      String topic = "work.default.interactive" + (shard == 0 ? "" : "." + shard);
      List<Work> waiting = waiting(topic);
      assertThat(waiting).hasSize(places.get(shard));
      int there = shard;
      assertThat(waiting).allSatisfy(work -> assertThat(work.getShard()).isEqualTo(there));
    }

    QueueStatus queue = status().getQueues(0);
    assertThat(queue.getPriority()).isEqualTo(Priority.PRIORITY_INTERACTIVE);
    assertThat(queue.getWaiting()).isEqualTo(24);
    assertThat(queue.getShardsList())
        .extracting(QueueStatus.Shard::getWaiting)
        .containsExactly(places.get(0), places.get(1), places.get(2));
    assertThat(status().getProblemsList())
        .contains(
            places.get(2)
                + (places.get(2) == 1 ? " job waits" : " jobs wait")
                + " in work.default.interactive.2, and no orchestrator takes work from"
                + " it");
  }
}
