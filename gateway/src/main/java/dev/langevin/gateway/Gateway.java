package dev.langevin.gateway;

import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.edge.HttpEdge;
import dev.langevin.gateway.jobs.Overview;
import dev.langevin.gateway.jobs.Watching;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The public API: gRPC and gRPC-Web on one port. It holds no state of its own; any number of
 * gateways on one Kafka show the same. It starts without Kafka and the services, and answers
 * UNAVAILABLE until they are there.
 */
public final class Gateway implements Service {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Parts parts;
  private final GenerationLog log;
  private final Fleet fleet;
  private final Watching watching;
  private final Overview overview;
  private final HttpEdge edge;

  private Gateway(Parts parts, GatewayConfig config) {
    this.parts = parts;
    Assembly assembly = new Assembly(parts, config);
    log = assembly.log();
    fleet = assembly.fleet();
    watching = assembly.watching();
    overview = assembly.overview();
    Api api = assembly.api(() -> config.host() + ":" + port());
    GatewayMeters.tell(parts, api.system(), fleet, config.queue().generations(), this::watchers);
    assembly.keepHouse();
    edge = assembly.edge(api, assembly.batches(), assembly.diffusion(), this::ready);
  }

  /**
   * Starts a gateway in this process.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if its port can't be had
   */
  public static Gateway start(GatewayConfig config) {
    return Parts.assemble(parts -> new Gateway(parts, config));
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
    return missing().isEmpty();
  }

  @Override
  public List<String> missing() {
    try {
      log.awaitEnd(PATIENCE);
    } catch (LogUnavailableException e) {
      return List.of(e.getMessage());
    }
    Catalog catalog = fleet.refreshed();
    return catalog.entries().isEmpty()
        ? List.of("no denoiser has named a model: " + catalog.problem())
        : List.of();
  }

  @Override
  public Optional<String> stuck() {
    return edge.stuck();
  }

  /** How many streams follow a job, or all of them, now. */
  public int watchers() {
    return watching.watchers() + overview.watchers();
  }

  /** Ends those that watch, lets other calls finish, and closes. */
  @Override
  public void close() {
    parts.close();
  }
}
