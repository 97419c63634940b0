package dev.langevin.bench.fuzz.live;

import com.google.protobuf.ByteString;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.MessageMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Priority;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records of one topic, read by the services that run. An input is accepted when it is sent. */
final class TopicTarget implements Target {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final String topic;
  private final byte[] seed;
  private final Mutator mutator;
  private final int share;
  private final String kafka;
  private final Checks checks;
  private final KafkaProducer<String, byte[]> producer;

  private TopicTarget(
      String name,
      String topic,
      com.google.protobuf.Message seed,
      int share,
      Fleet fleet,
      Checks checks) {
    this.name = name;
    this.topic = topic;
    this.seed = seed.toByteArray();
    this.mutator = new MessageMutator(seed.getDescriptorForType()).then(0.2, new ByteMutator());
    this.share = share;
    this.kafka = fleet.kafka();
    this.checks = checks;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "max.request.size", 8 << 20),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Snapshots, which every gateway and orchestrator folds. */
  static TopicTarget snapshots(Fleet fleet, Checks checks) {
    Snapshot snapshot =
        Snapshot.newBuilder()
            .setGeneration(
                Generation.newBuilder()
                    .setId(ID)
                    .setRequest(Requests.complete(fleet.factor()))
                    .setState(Generation.State.STATE_CANCELLED))
            .setTenant("default")
            .setRequestHash(ByteString.copyFromUtf8("hash"))
            .setWorkId("work")
            .setVersion(1)
            .build();
    return new TopicTarget("snapshots", Topics.GENERATIONS, snapshot, 1, fleet, checks);
  }

  /** Progress, which every gateway follows. */
  static TopicTarget progress(Fleet fleet, Checks checks) {
    ProgressEvent event =
        ProgressEvent.newBuilder()
            .setGenerationId(ID)
            .setAttempt(1)
            .setProgress(dev.langevin.v1.Progress.newBuilder().setEvaluation(1).setEvaluations(2))
            .build();
    return new TopicTarget("progress", Topics.PROGRESS, event, 1, fleet, checks);
  }

  /** What the broker gave up on; the gateways end those jobs, which takes a write each. */
  static TopicTarget deadLetters(Fleet fleet, Checks checks) {
    return new TopicTarget("dead-letters", Topics.DEAD_LETTER, job(fleet), 20, fleet, checks);
  }

  /** Jobs for slots; each may take attempts with pauses between them. */
  static TopicTarget work(Fleet fleet, Checks checks) {
    String topic = Topics.work("default", Priority.PRIORITY_BATCH);
    return new TopicTarget("work", topic, job(fleet), 50, fleet, checks);
  }

  private static Work job(Fleet fleet) {
    return Work.newBuilder()
        .setGenerationId(ID)
        .setWorkId("work")
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setRequest(Requests.complete(fleet.factor()))
        .setTenant("default")
        .setCreateTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1_763_700_000))
        .build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(seed);
  }

  @Override
  public Mutator mutator() {
    return mutator;
  }

  @Override
  public int share() {
    return share;
  }

  /** Mostly under keys that few inputs share, for a key's first record decides about the others. */
  @Override
  public void feed(byte[] input) {
    String key = input.length % 8 == 0 ? ID : Integer.toHexString(java.util.Arrays.hashCode(input));
    byte[] value = input.length == 0 ? null : input;
    producer.send(new ProducerRecord<>(topic, key, value));
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of();
  }

  /** The log is read to its end, and jobs are still taken and done. */
  @Override
  public void afterwards() throws Exception {
    producer.flush();
    try (GenerationLog log = GenerationLog.open(kafka)) {
      log.awaitEnd(PATIENCE);
    }
    checks.run();
  }

  @Override
  public void close() throws IOException {
    producer.close(Duration.ofSeconds(5));
  }
}
