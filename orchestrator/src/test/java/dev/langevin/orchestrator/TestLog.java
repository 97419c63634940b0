package dev.langevin.orchestrator;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.EmbeddedBroker;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a gateway does, on a broker of its own: submits work, cancels it, and sees how it ends. */
record TestLog(EmbeddedBroker broker, Producer<String, byte[]> producer, GenerationLog log)
    implements AutoCloseable {

  static TestLog start(Path directory) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory);
    String address = broker.address();
    return new TestLog(
        broker, Clients.producer(KafkaConnection.plaintext(address)), GenerationLog.open(address));
  }

  String brokers() {
    return broker.address();
  }

  void preparePool(String pool, Duration lock) {
    try (Admin admin = Clients.admin(KafkaConnection.plaintext(broker.address()))) {
      Topics.create(admin, 1, lock, List.of(pool));
    }
  }

  void restartBroker() {
    broker.down();
    broker.up();
  }

  void cancel(Work work) {
    log.move(work.getGenerationId(), s -> Snapshots.cancelled(s, Instant.now()));
  }

  /** The folded snapshot, no older than this call. */
  Snapshot now(Work work) {
    return log.get(work.getGenerationId()).orElseThrow();
  }

  /** Submits without waiting for Kafka. */
  void submitLater(String pool, Work work) {
    producer.send(record(pool, work));
    log.append(Snapshots.queued(work));
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    log.close();
    broker.close();
  }

  static GenerationRequest request() {
    return GenerationRequest.newBuilder()
        .setPrompt("a red sailboat")
        .setModel("toy")
        .setSampler("ddim")
        .setSize(Size.newBuilder().setWidth(64).setHeight(64))
        .setSteps(20)
        .setGuidanceScale(4)
        .setSeed(7)
        .setCount(1)
        .setPriority(Priority.PRIORITY_INTERACTIVE)
        .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(3600))
        .build();
  }

  static Work work(GenerationRequest request) {
    return Work.newBuilder()
        .setGenerationId(UUID.randomUUID().toString().replace("-", ""))
        .setWorkId(UUID.randomUUID().toString())
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(Instant.now()))
        .setRequest(request)
        .build();
  }

  Work submit(String pool, GenerationRequest request) throws Exception {
    return submit(pool, work(request));
  }

  /** Writes a job's first snapshot. */
  void accept(Work work) {
    log.write(Snapshots.queued(work));
  }

  Work submit(String pool, Work work) throws Exception {
    producer.send(record(pool, work)).get(10, TimeUnit.SECONDS);
    log.write(Snapshots.queued(work));
    return work;
  }

  private static ProducerRecord<String, byte[]> record(String pool, Work work) {
    String topic = Topics.work(pool, Priority.PRIORITY_INTERACTIVE);
    return new ProducerRecord<>(topic, work.getGenerationId(), work.toByteArray());
  }

  static String sha256(Snapshot done) {
    return done.getGeneration().getArtifacts(0).getSha256();
  }

  Snapshot awaitEnd(Work work) throws Exception {
    return await(work, s -> Fold.ended(s.getGeneration().getState()));
  }

  Snapshot await(Work work, Predicate<Snapshot> wanted) throws Exception {
    CompletableFuture<Snapshot> met = new CompletableFuture<>();
    var listening =
        log.listen(
            work.getGenerationId(),
            s -> {
              if (wanted.test(s)) {
                met.complete(s);
              }
            });
    try {
      log.peek(work.getGenerationId()).filter(wanted).ifPresent(met::complete);
      return met.get(60, TimeUnit.SECONDS);
    } finally {
      listening.close();
    }
  }
}
