package dev.langevin.orchestrator;

import dev.langevin.events.v1.Feed;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.checkpoint.Checkpoints;
import dev.langevin.orchestrator.checkpoint.Orphans;
import dev.langevin.orchestrator.feed.FeedSurroundings;
import dev.langevin.orchestrator.feed.Feeding;
import dev.langevin.orchestrator.flight.Flights;
import dev.langevin.orchestrator.job.DecodeTimes;
import dev.langevin.orchestrator.job.Job;
import dev.langevin.orchestrator.job.Surroundings;
import dev.langevin.orchestrator.kafka.KafkaGenerations;
import dev.langevin.orchestrator.kafka.KafkaProgress;
import dev.langevin.orchestrator.kafka.Preparation;
import dev.langevin.orchestrator.preview.FilmStock;
import dev.langevin.orchestrator.services.GrpcDecoders;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.GrpcEncoders;
import dev.langevin.orchestrator.slot.JobTask;
import dev.langevin.orchestrator.slot.SlotGroup;
import dev.langevin.orchestrator.slot.Slots;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.blob.BlobStores;
import dev.langevin.runtime.generations.Acceptance;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.ShareGroups;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Takes jobs from Kafka and drives their denoising loops. */
public final class Orchestrator implements Service {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Parts parts;
  private final int port;
  private final Supplier<Stream<String>> missing;

  private Orchestrator(Parts parts, OrchestratorConfig config) {
    this.parts = parts;
    KafkaConnection kafka = config.kafka();
    Transport transport = Transport.of(config.tls(), parts);
    RpcServer health = parts.add(RpcServer.start(config.host(), config.port(), transport, GRACE));
    port = health.port();
    var log = parts.add(GenerationLog.open(kafka));
    var preparation =
        parts.add(new Preparation(kafka, config.topics().upkeep(), config.declaration(), log));
    var progress = parts.add(new KafkaProgress(kafka));
    var encoders =
        parts.add(
            new GrpcEncoders(Peers.of(config.encoders(), transport, parts), config.stepTimeout()));
    var denoisers =
        parts.add(
            new GrpcDenoisers(
                Peers.of(config.denoisers(), transport, parts),
                config.stepTimeout(),
                config.wire()));
    var decoders =
        parts.add(
            new GrpcDecoders(
                Peers.of(config.decoders(), transport, parts),
                config.stepTimeout(),
                config.decodeTimeout()));
    Checkpoints checkpoints =
        new Checkpoints(parts.add(BlobStores.quick("checkpoint", config.checkpoints())));
    parts.add(
        new Orphans(
            checkpoints,
            id -> log.peek(id).filter(s -> Fold.ended(s.getGeneration().getState())).isPresent(),
            () -> preparation.missing().isEmpty(),
            InstantSource.system()));
    var outside =
        new Surroundings(
            new KafkaGenerations(log),
            denoisers,
            encoders,
            denoisers,
            decoders,
            progress,
            new Flights<>(config.coalesce()),
            checkpoints,
            config.checkpointInterval(),
            InstantSource.system(),
            config.patience(),
            new DecodeTimes(),
            FilmStock.ofHeap());
    var queue = parts.add(new WorkQueue(kafka));
    var feeding =
        new FeedSurroundings(
            parts.add(BatchLog.open(kafka)),
            log,
            new Acceptance(queue, log, config.topics().shards()),
            new FeedQueue(queue),
            decoders,
            InstantSource.system(),
            Math.max(1, config.batchSlots()));
    SlotGroup.Tasks jobs =
        (record, deliveries) -> {
          Work work = Work.parseFrom(record);
          return new JobTask(work, new Job(work, outside));
        };
    Supplier<Stream<String>> missing =
        () ->
            Stream.of(
                    preparation.missing(),
                    encoders.missing(),
                    denoisers.missing(),
                    decoders.missing())
                .flatMap(Optional::stream);
    Supplier<Optional<String>> first = () -> missing.get().findFirst();
    List<SlotGroup> groups = new ArrayList<>();
    groups.addAll(
        groups(config, Priority.PRIORITY_INTERACTIVE, config.interactiveSlots(), jobs, first));
    groups.addAll(groups(config, Priority.PRIORITY_BATCH, config.batchSlots(), jobs, first));
    groups.add(
        new SlotGroup(
            Topics.FEEDER,
            config.feederSlots(),
            (record, deliveries) -> new Feeding(Feed.parseFrom(record), deliveries, feeding),
            () -> preparation.missing().or(decoders::missing)));
    Slots slots = Slots.start(kafka, ShareGroups.instance(), config.lock(), groups);
    parts.add(slots);
    parts.add(slots.tell(config.pool()));
    this.missing = () -> Stream.concat(missing.get(), slots.missing().stream());
    parts.add(health::drain);
  }

  /**
   * Starts. Kafka and the services need not be there yet: no work is taken before they are.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if the port can't be listened on, or
   *     the checkpoints can't be written
   */
  public static Orchestrator start(OrchestratorConfig config) {
    return Parts.assemble(parts -> new Orchestrator(parts, config));
  }

  /** Slots of one class, dealt out to the shards that are served. */
  private static List<SlotGroup> groups(
      OrchestratorConfig config,
      Priority priority,
      int slots,
      SlotGroup.Tasks tasks,
      Supplier<Optional<String>> missing) {
    List<SlotGroup> groups = new ArrayList<>();
    int shards = config.shards().size();
    for (int i = 0; i < shards; i++) {
      int count = slots / shards + (i < slots % shards ? 1 : 0);
      String topic = new WorkTopic(config.pool(), priority, config.shards().get(i)).name();
      groups.add(new SlotGroup(topic, count, tasks, missing));
    }
    return groups;
  }

  @Override
  public String name() {
    return "orchestrator";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<String> missing() {
    return missing.get().toList();
  }

  /** Lets running evaluations finish, gives the jobs back, and closes; within 10 s. */
  @Override
  public void close() {
    parts.close();
  }
}
