package dev.langevin.orchestrator;

import dev.langevin.orchestrator.services.Wire;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.tls.TlsSettings;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.WorkTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of the orchestrator.
 *
 * @param host where its health is served
 * @param port where its health is served; 0 takes any free one
 * @param kafka where the log and the queues are, and how they are reached
 * @param replication copies of each topic that it has to create, 1 to 10
 * @param topics which queues there are, and whether it creates them
 * @param encoders addresses of the text encoders
 * @param denoisers addresses of the denoisers
 * @param decoders addresses of the decoders
 * @param pool the work pool that it takes jobs from
 * @param shards the shards of the pool that it takes jobs from, from 0; its slots are dealt out to
 *     them
 * @param interactiveSlots interactive jobs at a time, 0 to 500
 * @param batchSlots batch jobs at a time, 0 to 500
 * @param feederSlots batches that are fed at a time, 0 to 100
 * @param lock how long a work record stays ours without renewal
 * @param stepTimeout how long an evaluation may be silent, and any other call may take
 * @param decodeTimeout how long a picture may take to be decoded and stored, waiting for its turn
 *     included; a decoder that is gone or frozen is noticed before, by its connection
 * @param patience how long a job waits where a service is missing before it is given back
 * @param checkpoints where checkpoints are kept, a directory or a bucket; all orchestrators of a
 *     pool have the same
 * @param checkpointInterval how much work goes between two checkpoints of a job
 * @param wire what latents and predictions are sent as
 * @param coalesce whether jobs that ask for the same evaluations share them
 * @param tls what it shows the other services, and whom it trusts
 */
public record OrchestratorConfig(
    String host,
    int port,
    KafkaConnection kafka,
    int replication,
    QueueTopics topics,
    List<String> encoders,
    List<String> denoisers,
    List<String> decoders,
    String pool,
    List<Integer> shards,
    int interactiveSlots,
    int batchSlots,
    int feederSlots,
    Duration lock,
    Duration stepTimeout,
    Duration decodeTimeout,
    Duration patience,
    StoreSettings checkpoints,
    Duration checkpointInterval,
    Wire wire,
    boolean coalesce,
    TlsSettings tls) {

  /** Reads {@code LANGEVIN_…}; each key has the default beside it. */
  public static OrchestratorConfig fromEnvironment(Environment env) {
    QueueTopics topics = QueueTopics.fromEnvironment(env);
    String pool = env.text("POOL", "default");
    return new OrchestratorConfig(
        env.text("HOST", "127.0.0.1"),
        env.integer("PORT", 8474, 0, 65535),
        KafkaConnection.of(env),
        env.integer("REPLICATION", 1, 1, 10),
        topics,
        env.addresses("ENCODERS", List.of("127.0.0.1:8471")),
        env.addresses("DENOISERS", List.of("127.0.0.1:8472")),
        env.addresses("DECODERS", List.of("127.0.0.1:8473")),
        pool,
        ServedShards.parse(env.text("SHARDS", "all"), topics.shards().of(pool)),
        env.integer("INTERACTIVE_SLOTS", 24, 0, 500),
        env.integer("BATCH_SLOTS", 8, 0, 500),
        env.integer("FEEDER_SLOTS", 4, 0, 100),
        lock(env, topics.upkeep()),
        env.duration(
            "STEP_TIMEOUT", Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofHours(1)),
        env.duration(
            "DECODE_TIMEOUT", Duration.ofMinutes(10), Duration.ofMillis(100), Duration.ofHours(6)),
        env.duration(
            "PATIENCE", Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofHours(1)),
        StoreSettings.of(env, "CHECKPOINTS", Path.of("data", "checkpoints")),
        env.duration(
            "CHECKPOINT_INTERVAL",
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofHours(1)),
        Wire.valueOf(env.choice("WIRE", "float32", "float32", "float16").toUpperCase(Locale.ROOT)),
        env.flag("COALESCE", true),
        TlsSettings.of(env));
  }

  private static Duration lock(Environment env, Upkeep upkeep) {
    Duration lock =
        env.duration("LOCK", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1));
    String said = env.text("LOCK", "");
    if (upkeep == Upkeep.EXISTING && !said.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_LOCK: %s would do nothing with LANGEVIN_TOPICS=existing; share.record.lock.duration.ms"
                  .formatted(said)
              + " of the share groups counts, which `langevin admin apply` sets");
    }
    return lock;
  }

  /**
   * The topics and groups that it needs: those of its pool that it writes to or takes work from.
   */
  public Declaration declaration() {
    int shards = Math.max(topics.shards().of(pool), Collections.max(this.shards) + 1);
    return topics
        .declaration(replication, List.of(pool))
        .withPools(Map.of(pool, shards))
        .withLock(lock);
  }

  /** Keeps copies and checks what the environment does not. */
  public OrchestratorConfig {
    encoders = List.copyOf(encoders);
    denoisers = List.copyOf(denoisers);
    decoders = List.copyOf(decoders);
    shards = List.copyOf(shards);
    if (!pool.matches(WorkTopic.POOL)) {
      throw new ConfigurationException(
          "LANGEVIN_POOL: %s is not 1 to 63 of a-z, 0-9 and -".formatted(pool));
    }
    if (interactiveSlots + batchSlots == 0) {
      throw new ConfigurationException(
          "LANGEVIN_INTERACTIVE_SLOTS and LANGEVIN_BATCH_SLOTS: 0 and 0 slots can't do a job; 1 or"
              + " more is allowed");
    }
    ServedShards.checkSlots("INTERACTIVE_SLOTS", interactiveSlots, shards.size());
    ServedShards.checkSlots("BATCH_SLOTS", batchSlots, shards.size());
  }
}
