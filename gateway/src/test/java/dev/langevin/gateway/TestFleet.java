package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.EmbeddedBroker;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Error;
import dev.langevin.v1.FilmStrip;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Progress;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A real Kafka, fakes of the other services over real gRPC, and as many gateways as a test asks
 * for.
 */
final class TestFleet implements AutoCloseable {
  /** What every picture is: no PNG beyond its first bytes. */
  static final ByteString PICTURE =
      ByteString.copyFrom(
          ("\u0089PNG\r\n\u001a\n" + "-".repeat(4492)).getBytes(StandardCharsets.ISO_8859_1));

  final EmbeddedBroker broker;
  final FakeDenoiser denoiser = new FakeDenoiser(FakeDenoiser.model("storybook"));
  final FakeDecoder decoder = new FakeDecoder();

  /** What an orchestrator would write with. */
  final GenerationLog log;

  private final RpcServer denoiserServer;
  private final RpcServer encoderServer;
  private final RpcServer decoderServer;
  private final Admin admin;
  private final Producer<String, byte[]> producer;
  private final Deque<Runnable> opened = new ArrayDeque<>();

  TestFleet(Path directory) throws Exception {
    broker = EmbeddedBroker.start(directory);
    denoiserServer = RpcServer.start("127.0.0.1", 0, Duration.ZERO, denoiser);
    encoderServer =
        RpcServer.start("127.0.0.1", 0, Duration.ZERO, new FakeEncoder("storybook", "later"));
    decoderServer = RpcServer.start("127.0.0.1", 0, Duration.ZERO, decoder);
    KafkaConnection connection = KafkaConnection.plaintext(broker.address());
    log = GenerationLog.open(connection);
    admin = Clients.admin(connection);
    producer = Clients.producer(connection);
  }

  Gateway gateway() {
    return gateway(Map.of());
  }

  /** One with these settings beside the usual ones, without the prefix. */
  Gateway gateway(Map<String, ?> settings) {
    Gateway gateway = Gateway.start(GatewayConfig.fromEnvironment(environment(settings)));
    opened.push(gateway::close);
    return gateway;
  }

  /** Settings without the prefix, beside those that lead a gateway to this fleet. */
  Environment environment(Map<String, ?> settings) {
    Map<String, String> variables = new HashMap<>();
    settings.forEach((key, value) -> variables.put("LANGEVIN_" + key, value.toString()));
    addresses().forEach(variables::putIfAbsent);
    variables.putIfAbsent("LANGEVIN_PORT", "0");
    return Environment.of(variables);
  }

  /** Settings that lead a gateway to this fleet. */
  Map<String, String> addresses() {
    return Map.of(
        "LANGEVIN_KAFKA", broker.address(),
        "LANGEVIN_DENOISERS", "127.0.0.1:" + denoiserServer.port(),
        "LANGEVIN_ENCODERS", "127.0.0.1:" + encoderServer.port(),
        "LANGEVIN_DECODERS", "127.0.0.1:" + decoderServer.port());
  }

  ManagedChannel channel(Gateway gateway) {
    ManagedChannel channel = Channels.open("127.0.0.1:" + gateway.port());
    opened.push(() -> Channels.close(channel));
    return channel;
  }

  GenerationServiceGrpc.GenerationServiceBlockingStub client(Gateway gateway) {
    return GenerationServiceGrpc.newBlockingStub(channel(gateway));
  }

  /** Claims a job as an orchestrator would. */
  Snapshot claim(String id) {
    Snapshot current = log.get(id).orElseThrow();
    Work work =
        Work.newBuilder()
            .setGenerationId(id)
            .setWorkId(current.getWorkId())
            .setRequestHash(current.getRequestHash())
            .build();
    return log.write(Snapshots.claim(work, current, UUID.randomUUID().toString(), Instant.now()))
        .folded();
  }

  /** Moves a job of a bare request on by a state, or makes it; without waiting. */
  void accept(String id) {
    Work work =
        Work.newBuilder()
            .setGenerationId(id)
            .setWorkId(id)
            .setRequestHash(ByteString.copyFromUtf8(id))
            .setCreateTime(Snapshots.timestamp(Instant.now()))
            .build();
    Snapshot queued = Snapshots.queued(work);
    log.append(log.peek(id).isEmpty() ? queued : Snapshots.cancelled(queued, Instant.now()));
  }

  /** Claims a queued job and ends it with its pictures stored; as clients see it. */
  Generation succeed(String id) {
    return end(claim(id));
  }

  /** Ends a job that runs, with its pictures stored. */
  Generation end(Snapshot running) {
    String id = running.getGeneration().getId();
    List<Artifact> artifacts = new ArrayList<>();
    int count = running.getGeneration().getRequest().getCount();
    for (int i = 0; i < count; i++) {
      Artifact artifact =
          Artifact.newBuilder()
              .setName("%s/%d-%s".formatted(id, i, "ab".repeat(32)))
              .setMediaType("image/png")
              .setSizeBytes(PICTURE.size())
              .setSha256("ab".repeat(32))
              .setSeed(running.getGeneration().getRequest().getSeed() + i)
              .setIndex(i)
              .build();
      decoder.artifacts.put(artifact.getName(), PICTURE);
      artifacts.add(artifact);
    }
    Snapshot ended =
        log.write(Snapshots.succeeded(running, artifacts, Instant.now(), this::filmed)).folded();
    return ended.getGeneration().toBuilder()
        .setAttempt(ended.getAttempt())
        .setVersion((int) ended.getVersion())
        .build();
  }

  /** Ends a job as if its model's safety checker had flagged a picture. */
  Generation filter(String id) {
    Error error =
        Error.newBuilder()
            .setReason("PICTURE_FILTERED")
            .setMessage("the checker flagged image 0 of 1")
            .build();
    Snapshot filtered = Snapshots.filtered(claim(id), List.of(0), error, Instant.now());
    return log.write(filtered).folded().getGeneration();
  }

  /** With a film strip if one was asked for. */
  private Generation.Builder filmed(Generation.Builder generation) {
    if (generation.getRequest().getPreviews().getFilmStrip()) {
      Artifact film =
          generation.getArtifacts(0).toBuilder()
              .setName("%s/%d-%s".formatted(generation.getId(), 1, "cd".repeat(32)))
              .setSha256("cd".repeat(32))
              .setIndex(1)
              .build();
      decoder.artifacts.put(film.getName(), PICTURE);
      generation.setFilmStrip(FilmStrip.newBuilder().setArtifact(film));
    }
    return generation;
  }

  void progress(String id, int attempt, int step, int steps) throws Exception {
    progress(id, attempt, Progress.newBuilder().setStep(step).setSteps(steps).build());
  }

  /** Tells a preview of a job's first attempt. */
  void preview(String id, int step, int steps) throws Exception {
    progress(
        id,
        1,
        Progress.newBuilder()
            .setStep(step)
            .setSteps(steps)
            .setPreview(PICTURE)
            .setPreviewStep(step)
            .build());
  }

  private void progress(String id, int attempt, Progress progress) throws Exception {
    ProgressEvent event =
        ProgressEvent.newBuilder()
            .setGenerationId(id)
            .setAttempt(attempt)
            .setProgress(progress)
            .build();
    producer.send(new ProducerRecord<>(Topics.PROGRESS, id, event.toByteArray())).get();
  }

  /** Gives up on a job's record as the broker would. */
  void giveUp(Work work) throws Exception {
    producer
        .send(new ProducerRecord<>(Topics.DEAD_LETTER, work.getGenerationId(), work.toByteArray()))
        .get();
  }

  /** Work records enqueued so far, of both classes. */
  long enqueued() throws ExecutionException, InterruptedException {
    long sum = 0;
    for (Priority priority : List.of(Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH)) {
      TopicPartition partition = new TopicPartition(Topics.work("default", priority), 0);
      sum +=
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .all()
              .get()
              .get(partition)
              .offset();
    }
    return sum;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
    log.close();
    producer.close();
    admin.close();
    denoiserServer.close();
    encoderServer.close();
    decoderServer.close();
    broker.close();
  }
}
