package dev.langevin.gateway;

import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.catalog.Denoisers;
import dev.langevin.gateway.edge.HttpEdge;
import dev.langevin.gateway.jobs.Creation;
import dev.langevin.gateway.jobs.DeadLetters;
import dev.langevin.gateway.jobs.Deadlines;
import dev.langevin.gateway.jobs.Generations;
import dev.langevin.gateway.jobs.ProgressFeed;
import dev.langevin.gateway.jobs.TopicSetup;
import dev.langevin.gateway.jobs.Watching;
import dev.langevin.gateway.jobs.WorkQueue;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.lifecycle.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public API: gRPC and gRPC-Web on one port. It holds no state of its own; any number of
 * gateways on one Kafka show the same. It starts without Kafka and denoisers, and answers
 * UNAVAILABLE until they are there.
 */
public final class Gateway implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final GenerationLog log;
  private final Denoisers denoisers;
  private final Watching watching;
  private final HttpEdge edge;

  private Gateway(GatewayConfig config) {
    Clock clock = Clock.systemUTC();
    Map<String, Object> kafka = Clients.plaintext(String.join(",", config.kafka()));
    try {
      TopicSetup topics = opened(new TopicSetup(kafka, config.replication()));
      log = opened(GenerationLog.open(kafka));
      ProgressFeed progress = opened(new ProgressFeed(kafka));
      log.listenToAll(
          snapshot -> {
            if (Fold.ended(snapshot.getGeneration().getState())) {
              progress.forget(snapshot.getGeneration().getId());
            }
          });
      WorkQueue queue = opened(new WorkQueue(kafka));
      denoisers = opened(new Denoisers(config.denoisers(), topics::pool));
      Generations generations = new Generations(log, progress, clock);
      watching = new Watching(log, progress, generations);
      Api api =
          new Api(
              new Creation(log, queue, denoisers, clock, config.queueLimit()),
              generations,
              watching,
              denoisers,
              opened(new Artifacts(config.decoders(), generations)),
              config.inlineLimit());
      opened(new Deadlines(log, clock));
      opened(new DeadLetters(kafka, log, clock));
      edge = opened(new HttpEdge(config.host(), config.port(), api, this::ready));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a gateway in this process.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if its port can't be had
   */
  public static Gateway start(GatewayConfig config) {
    return new Gateway(config);
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public int port() {
    return edge.port();
  }

  /** Whether it can take jobs: the log is read to its end, and a denoiser has named its models. */
  public boolean ready() {
    try {
      log.awaitEnd(PATIENCE);
      return !denoisers.refreshed().entries().isEmpty();
    } catch (LogUnavailableException e) {
      return false;
    }
  }

  /** How many streams follow a job now. */
  public int watchers() {
    return watching.watchers();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part did not close", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }
}
