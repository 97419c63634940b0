package dev.langevin.bench.durability;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.Decoder;
import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.deploy.EmbeddedKafka;
import dev.langevin.encoder.TextEncoder;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.checkpoint.Checkpoints;
import dev.langevin.orchestrator.job.Generations;
import dev.langevin.orchestrator.job.Job;
import dev.langevin.orchestrator.job.ProgressSink;
import dev.langevin.orchestrator.job.Surroundings;
import dev.langevin.orchestrator.kafka.KafkaGenerations;
import dev.langevin.orchestrator.kafka.KafkaProgress;
import dev.langevin.orchestrator.services.GrpcDecoders;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.GrpcEncoders;
import dev.langevin.orchestrator.services.Wire;
import dev.langevin.orchestrator.slot.JobTask;
import dev.langevin.orchestrator.slot.SlotGroup;
import dev.langevin.orchestrator.slot.Slots;
import dev.langevin.runtime.blob.LocalBlobStore;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The services, and two ways to do the same job with them: as an orchestrator does it, from a slot,
 * with the log, renewals and checkpoints; and the bare job, whose state is nowhere but in memory.
 * Both tell their progress, which no promise rests on.
 */
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** As the orchestrator's defaults. */
  private static final Duration LOCK = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Parts parts;
  private final GenerationLog log;
  private final Producer<String, byte[]> producer;
  private final Surroundings bare;
  private volatile long began;

  private Rig(Parts parts, Path models, Path data, Duration storeDelay) {
    this.parts = parts;
    String kafka = parts.add(broker(data.resolve("kafka"))).address();
    KafkaConnection connection = KafkaConnection.plaintext(kafka);
    try (Admin admin = Clients.admin(connection)) {
      Topics.create(admin, 1, LOCK, List.of(Topics.DEFAULT_POOL));
    }
    Environment common = environment(models, Map.of());
    Denoiser denoiser =
        parts.add(
            Denoiser.start(
                DenoiserConfig.fromEnvironment(
                    environment(models, Map.of("DATA", data.resolve("measured"))))));
    TextEncoder encoder = parts.add(TextEncoder.start(TextEncoderConfig.fromEnvironment(common)));
    Decoder decoder =
        parts.add(
            Decoder.start(
                DecoderConfig.fromEnvironment(
                    environment(models, Map.of("ARTIFACTS", data.resolve("artifacts"))))));
    log = parts.add(GenerationLog.open(connection));
    producer = parts.add(Clients.producer(connection));
    var denoisers =
        parts.add(new GrpcDenoisers(List.of(local(denoiser.port())), PATIENCE, Wire.FLOAT32));
    var encoders = parts.add(new GrpcEncoders(List.of(local(encoder.port())), PATIENCE));
    var decoders = parts.add(new GrpcDecoders(List.of(local(decoder.port())), PATIENCE, PATIENCE));
    Checkpoints kept =
        new Checkpoints(
            new SlowBlobs(
                LocalBlobStore.quick("checkpoint", data.resolve("checkpoints")), storeDelay));
    KafkaProgress progress = parts.add(new KafkaProgress(connection));
    Surroundings durable =
        surroundings(
            new KafkaGenerations(log), denoisers, encoders, decoders, progress, kept, INTERVAL);
    bare =
        surroundings(
            new MemoryGenerations(), denoisers, encoders, decoders, progress, kept, PATIENCE);
    parts.add(
        Slots.start(
            connection,
            "bench",
            LOCK,
            List.of(
                new SlotGroup(
                    Topics.work(Topics.DEFAULT_POOL, Priority.PRIORITY_INTERACTIVE),
                    1,
                    (record, deliveries) -> {
                      Work work = Work.parseFrom(record);
                      return new JobTask(work, job(work, durable));
                    },
                    this::missing))));
  }

  /**
   * Starts all of it; seconds.
   *
   * @param storeDelay of each call to the store of checkpoints
   */
  static Rig start(Path models, Path data, Duration storeDelay) {
    return Parts.assemble(parts -> new Rig(parts, models, data, storeDelay));
  }

  /** Nanoseconds from the delivery to a slot until the end is in the log. */
  long durable(GenerationRequest request) throws Exception {
    Work work = work(request);
    CompletableFuture<Snapshot> ended = new CompletableFuture<>();
    var listening =
        log.listen(
            work.getGenerationId(),
            snapshot -> {
              if (Fold.ended(snapshot.getGeneration().getState())) {
                ended.complete(snapshot);
              }
            });
    try (listening) {
      String topic = Topics.work(Topics.DEFAULT_POOL, Priority.PRIORITY_INTERACTIVE);
      producer.send(new ProducerRecord<>(topic, work.getGenerationId(), work.toByteArray())).get();
      log.write(Snapshots.queued(work));
      Generation generation = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getGeneration();
      return succeeded(generation, System.nanoTime() - began);
    }
  }

  /** Nanoseconds of the same in memory. */
  long bare(GenerationRequest request) throws IOException {
    Work work = work(request);
    bare.generations().append(Snapshots.queued(work));
    long start = System.nanoTime();
    new Job(work, bare).run();
    long nanos = System.nanoTime() - start;
    Snapshot end = bare.generations().get(work.getGenerationId()).orElseThrow();
    return succeeded(end.getGeneration(), nanos);
  }

  @Override
  public void close() {
    parts.close();
  }

  private Job job(Work work, Surroundings durable) {
    began = System.nanoTime();
    return new Job(work, durable);
  }

  private Optional<String> missing() {
    return Optional.empty();
  }

  private static Surroundings surroundings(
      Generations generations,
      GrpcDenoisers denoisers,
      GrpcEncoders encoders,
      GrpcDecoders decoders,
      ProgressSink progress,
      Checkpoints checkpoints,
      Duration interval) {
    return new Surroundings(
        generations,
        denoisers,
        encoders,
        denoisers,
        decoders,
        progress,
        checkpoints,
        interval,
        InstantSource.system(),
        PATIENCE);
  }

  private static long succeeded(Generation generation, long nanos) throws IOException {
    if (generation.getState() != Generation.State.STATE_SUCCEEDED) {
      throw new IOException("a job ended with " + generation.getError());
    }
    return nanos;
  }

  private static Work work(GenerationRequest request) {
    return Work.newBuilder()
        .setGenerationId(UUID.randomUUID().toString().replace("-", ""))
        .setWorkId(UUID.randomUUID().toString())
        .setRequestHash(ByteString.copyFromUtf8("bench"))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(Instant.now()))
        .setRequest(request)
        .build();
  }

  private static EmbeddedKafka broker(Path directory) {
    try {
      return EmbeddedKafka.start(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Environment environment(Path models, Map<String, Path> more) {
    Map<String, String> all = new HashMap<>();
    all.put(Environment.PREFIX + "PORT", "0");
    all.put(Environment.PREFIX + "MODELS", models.toString());
    more.forEach((key, path) -> all.put(Environment.PREFIX + key, path.toString()));
    return Environment.of(all);
  }

  private static String local(int port) {
    return "127.0.0.1:" + port;
  }
}
