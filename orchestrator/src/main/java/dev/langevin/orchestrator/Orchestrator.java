package dev.langevin.orchestrator;

import dev.langevin.orchestrator.job.Job;
import dev.langevin.orchestrator.job.Surroundings;
import dev.langevin.orchestrator.kafka.KafkaGenerations;
import dev.langevin.orchestrator.kafka.KafkaProgress;
import dev.langevin.orchestrator.kafka.Preparation;
import dev.langevin.orchestrator.services.GrpcDecoders;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.GrpcEncoders;
import dev.langevin.orchestrator.slot.Slots;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.grpc.Servers;
import dev.langevin.runtime.lifecycle.Service;
import io.grpc.Server;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs from Kafka and drives their denoising loops. */
public final class Orchestrator implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private Server health;

  private Orchestrator() {}

  private void open(OrchestratorConfig config) {
    String brokers = String.join(",", config.kafka());
    health = Servers.start(config.host(), config.port());
    part(() -> Servers.stop(health, Duration.ofSeconds(1)));
    var log = part(GenerationLog.open(brokers));
    var preparation =
        part(new Preparation(brokers, config.replication(), config.lock(), config.pool(), log));
    var progress = part(new KafkaProgress(brokers));
    var encoders = part(new GrpcEncoders(config.encoders(), config.stepTimeout()));
    var denoisers = part(new GrpcDenoisers(config.denoisers(), config.stepTimeout()));
    var decoders = part(new GrpcDecoders(config.decoders(), config.stepTimeout()));
    var outside =
        new Surroundings(
            new KafkaGenerations(log),
            denoisers,
            encoders,
            denoisers,
            decoders,
            progress,
            InstantSource.system(),
            config.patience());
    part(
        Slots.start(
            brokers,
            "orchestrator-" + UUID.randomUUID().toString().substring(0, 8),
            config.pool(),
            config.interactiveSlots(),
            config.batchSlots(),
            config.lock(),
            work -> new Job(work, outside),
            () ->
                preparation
                    .missing()
                    .or(encoders::missing)
                    .or(denoisers::missing)
                    .or(decoders::missing)));
  }

  /**
   * Starts. Kafka and the services need not be there yet: no work is taken before they are.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if the port can't be listened on
   */
  public static Service start(OrchestratorConfig config) {
    Orchestrator orchestrator = new Orchestrator();
    try {
      orchestrator.open(config);
      return orchestrator;
    } catch (RuntimeException e) {
      orchestrator.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "orchestrator";
  }

  @Override
  public int port() {
    return health.getPort();
  }

  /** Lets running evaluations finish, gives the jobs back, and closes; within 10 s. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("Closing went on after", e);
      }
    }
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }
}
