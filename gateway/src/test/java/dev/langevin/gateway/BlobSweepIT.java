package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.gateway.batches.BlobSweep;
import dev.langevin.gateway.batches.Blobs;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.ClusterId;
import dev.langevin.runtime.generations.EmbeddedBroker;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.v1.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that no batch has go; those of any batch that is, or is about to be, stay. */
class BlobSweepIT {
  private static final Duration KEPT = Duration.ofMillis(400);
  private static final Duration PERIOD = Duration.ofMillis(50);

  @TempDir Path directory;

  @Test
  void sweep_linesOfNoBatch_areDeletedAndAllOthersStay() throws Exception {
    FakeDecoder decoder = new FakeDecoder();
    for (String name : List.of("known/1", "handed/1", "nobodys/1", "known/2")) {
      decoder.blobs.put(name, ByteString.copyFromUtf8(name));
    }
    try (EmbeddedKafka kafka = new EmbeddedKafka(directory);
        RpcServer server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, decoder);
        Blobs blobs = new Blobs(Peers.plain(List.of("127.0.0.1:" + server.port())))) {
      kafka.batches.write(first("known", "known/1"));
      new FeedQueue(kafka.queue).put(first("handed", "handed/1")); // its gateway died then

      BlobSweep sweep = new BlobSweep(kafka.batches, kafka.connection, blobs, KEPT, PERIOD);
      try {
        await(() -> decoder.blobs.size() == 2);
      } finally {
        sweep.close();
      }

      assertThat(decoder.blobs).containsOnlyKeys("known/1", "handed/1");
      assertThat(decoder.owner).isEqualTo(new ClusterId(kafka.connection).get()).isNotEmpty();
    }
  }

  @Test
  void sweep_storeOfAnotherKafka_isLeftAlone() throws Exception {
    FakeDecoder others = new FakeDecoder();
    FakeDecoder own = new FakeDecoder();
    others.owner = "another-cluster";
    others.blobs.put("theirs/1", ByteString.copyFromUtf8("x"));
    own.blobs.put("nobodys/1", ByteString.copyFromUtf8("x"));
    try (EmbeddedKafka kafka = new EmbeddedKafka(directory);
        RpcServer first = RpcServer.start("127.0.0.1", 0, Duration.ZERO, others);
        RpcServer second = RpcServer.start("127.0.0.1", 0, Duration.ZERO, own);
        Blobs blobs =
            new Blobs(
                Peers.plain(List.of("127.0.0.1:" + first.port(), "127.0.0.1:" + second.port())))) {
      BlobSweep sweep = new BlobSweep(kafka.batches, kafka.connection, blobs, KEPT, PERIOD);
      try {
        await(() -> own.blobs.isEmpty() && others.asOther.get() > 1);
      } finally {
        sweep.close();
      }

      assertThat(others.blobs).containsOnlyKeys("theirs/1");
    }
  }

  private static BatchSnapshot first(String id, String blob) {
    return BatchSnapshots.accepted(
        BatchSnapshot.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setId(id)
                    .setLines(1)
                    .setCreateTime(Snapshots.timestamp(Instant.now())))
            .setTenant("default")
            .setRequestHash(ByteString.copyFromUtf8("hash"))
            .setWorkId("work-of-" + id)
            .setBlob(blob));
  }

  private static final class EmbeddedKafka implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final KafkaConnection connection;
    private final BatchLog batches;
    private final WorkQueue queue;

    private EmbeddedKafka(Path directory) throws Exception {
      broker = EmbeddedBroker.start(directory);
      connection = KafkaConnection.plaintext(broker.address());
      try (Admin admin = Clients.admin(connection)) {
        Topics.create(admin, 1);
      }
      batches = BatchLog.open(connection);
      queue = new WorkQueue(connection);
    }

    @Override
    public void close() {
      queue.close();
      batches.close();
      broker.close();
    }
  }
}
