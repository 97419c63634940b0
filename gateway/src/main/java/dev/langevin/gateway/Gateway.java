package dev.langevin.gateway;

import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.audit.Audit;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.batches.BatchCreation;
import dev.langevin.gateway.batches.BatchRetention;
import dev.langevin.gateway.batches.Batches;
import dev.langevin.gateway.batches.BlobSweep;
import dev.langevin.gateway.batches.Blobs;
import dev.langevin.gateway.batches.Results;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.diffusion.DiffusionApi;
import dev.langevin.gateway.diffusion.Forwarding;
import dev.langevin.gateway.diffusion.PictureDecoders;
import dev.langevin.gateway.edge.HttpEdge;
import dev.langevin.gateway.http.Cors;
import dev.langevin.gateway.http.Hosts;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.http.Routes;
import dev.langevin.gateway.http.Web;
import dev.langevin.gateway.identity.SignIn;
import dev.langevin.gateway.jobs.Creation;
import dev.langevin.gateway.jobs.DeadLetters;
import dev.langevin.gateway.jobs.Deadlines;
import dev.langevin.gateway.jobs.Deletion;
import dev.langevin.gateway.jobs.EndRate;
import dev.langevin.gateway.jobs.Generations;
import dev.langevin.gateway.jobs.Overview;
import dev.langevin.gateway.jobs.ProgressFeed;
import dev.langevin.gateway.jobs.Retention;
import dev.langevin.gateway.jobs.Sweeper;
import dev.langevin.gateway.jobs.TopicSetup;
import dev.langevin.gateway.jobs.Watching;
import dev.langevin.gateway.openai.OpenAiRoutes;
import dev.langevin.gateway.openapi.OpenApiRoute;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.gateway.quotas.Quotas;
import dev.langevin.gateway.rest.DiffusionRoutes;
import dev.langevin.gateway.rest.RestRoutes;
import dev.langevin.gateway.rest.StatusJson;
import dev.langevin.gateway.studio.StudioRoutes;
import dev.langevin.gateway.system.SystemView;
import dev.langevin.gateway.webhooks.Subjects;
import dev.langevin.gateway.webhooks.Webhooks;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.tls.LiveCredentials;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    Clock clock = Clock.systemUTC();
    SignIn signIn = SignIn.start(parts, config.access(), clock);
    Audit audit = Audit.start(parts, config.access().audit(), clock);
    KafkaConnection kafka = config.kafka();
    Optional<LiveCredentials> shown =
        config.certificates().edge().map(files -> parts.add(LiveCredentials.open(files, Set.of())));
    Transport transport = Transport.of(config.certificates().inside(), parts);
    GatewayConfig.Backends backends = config.backends();
    Peers decoders = Peers.of(backends.decoders(), transport, parts);
    TopicSetup topics = parts.add(new TopicSetup(kafka, config.replication(), config.topics()));
    log = parts.add(GenerationLog.open(kafka));
    ProgressFeed progress = parts.add(new ProgressFeed(kafka));
    EndRate rate = new EndRate(clock);
    log.listenToAll(
        snapshot -> {
          rate.saw(snapshot);
          if (Fold.ended(snapshot.getGeneration().getState())) {
            progress.forget(snapshot.getGeneration().getId());
          }
        });
    ContentPolicy policy = ContentPolicy.start(parts, config.policy());
    Quotas quotas = Quotas.start(parts, config.access().quotas(), log, rate::until, clock);
    WorkQueue queue = parts.add(new WorkQueue(kafka));
    fleet =
        parts.add(
            new Fleet(
                Peers.of(backends.denoisers(), transport, parts),
                Peers.of(backends.encoders(), transport, parts),
                decoders,
                topics::pool,
                clock));
    ProcessorThreads searches = parts.add(new ProcessorThreads("search"));
    Generations generations = new Generations(log, progress, searches, clock);
    watching = new Watching(log, progress, generations);
    overview = parts.add(new Overview(log, progress, generations, clock));
    BatchLog batchLog = parts.add(BatchLog.open(kafka));
    Webhooks webhooks =
        Webhooks.start(
            parts, config.webhooks(), kafka, new Subjects(log, batchLog, generations::find), clock);
    Artifacts artifacts = parts.add(new Artifacts(decoders, generations, config.web().presigned()));
    Sweeper sweeper = parts.add(new Sweeper(artifacts::sweep));
    Deletion deletion = new Deletion(log, sweeper, clock);
    Api api =
        new Api(
            new Creation(
                log,
                queue,
                config.topics().shards(),
                fleet,
                webhooks,
                clock,
                config.queue().generations(),
                config.queue().bytes(),
                rate,
                quotas,
                policy),
            generations,
            deletion,
            watching,
            overview,
            fleet,
            artifacts,
            webhooks,
            parts.add(
                new SystemView(
                    log,
                    fleet,
                    config.topics().shards(),
                    Clients.admin(kafka),
                    () -> address(config),
                    clock)),
            audit,
            config.inlineLimit());
    GatewayMeters.tell(parts, api.system(), fleet, config.queue().generations(), this::watchers);
    parts.add(new Deadlines(log, clock));
    parts.add(new Retention(log, deletion, sweeper, clock, config.retention()));
    parts.add(new DeadLetters(kafka, log, clock));
    FeedQueue feeds = new FeedQueue(queue);
    Blobs blobs = parts.add(new Blobs(decoders));
    Batches batches = new Batches(batchLog, feeds, blobs, clock);
    parts.add(new BatchRetention(batchLog, batches, blobs, clock, config.retention()));
    parts.add(new BlobSweep(batchLog, kafka, blobs, BlobSweep.KEPT, BlobSweep.PERIOD));
    BatchApi batchApi =
        new BatchApi(
            new BatchCreation(batchLog, feeds, blobs, fleet, webhooks, quotas, policy, clock),
            batches,
            new Results(batches, batchLog, log, blobs, artifacts),
            audit);
    DiffusionApi diffusion =
        new DiffusionApi(
            fleet,
            parts.add(new Forwarding(fleet, artifacts, parts.add(new PictureDecoders(decoders)))),
            searches);
    edge =
        parts.add(
            new HttpEdge(
                config.host(),
                config.port(),
                shown,
                api,
                batchApi,
                diffusion,
                this::ready,
                config.calls(),
                web(api, batchApi, diffusion, config),
                signIn,
                audit));
  }

  private String address(GatewayConfig config) {
    return config.host() + ":" + edge.port();
  }

  private static Web web(Api api, BatchApi batches, DiffusionApi diffusion, GatewayConfig gateway) {
    WebConfig config = gateway.web();
    List<Route> routes = new ArrayList<>(RestRoutes.of(api, batches));
    routes.addAll(DiffusionRoutes.of(diffusion));
    routes.addAll(OpenAiRoutes.of(api, config.aliases(), config.nearestSizes()));
    List<Route> documented = OpenApiRoute.added(routes, new StatusJson(), StatusJson.SCHEMA);
    List<Route> all = new ArrayList<>(documented);
    all.addAll(StudioRoutes.of(new StatusJson()));
    Hosts hosts =
        gateway.access().required()
            ? Hosts.ANY // a key is nothing that a browser sends by itself
            : Hosts.of(gateway.host(), config.publicUrl(), config.corsOrigins());
    return new Web(
        new Routes(all),
        new StatusJson(),
        new Cors(config.corsOrigins()),
        hosts,
        config.publicUrl());
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
