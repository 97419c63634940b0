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
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.tls.LiveCredentials;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Puts a gateway together. What is made here is closed with the parts, the last first; so is what
 * the methods make, which are called once each.
 */
final class Assembly {
  private final Parts parts;
  private final GatewayConfig config;
  private final Clock clock = Clock.systemUTC();
  private final KafkaConnection kafka;
  private final SignIn signIn;
  private final Audit audit;
  private final Optional<LiveCredentials> shown;
  private final Peers decoders;
  private final GenerationLog log;
  private final EndRate rate;
  private final ContentPolicy policy;
  private final Quotas quotas;
  private final WorkQueue queue;
  private final Fleet fleet;
  private final ProcessorThreads searches;
  private final Generations generations;
  private final Watching watching;
  private final Overview overview;
  private final BatchLog batchLog;
  private final Webhooks webhooks;
  private final Artifacts artifacts;
  private final Sweeper sweeper;
  private final Deletion deletion;

  /** Makes what others need. */
  Assembly(Parts parts, GatewayConfig config) {
    this.parts = parts;
    this.config = config;
    kafka = config.kafka();
    signIn = SignIn.start(parts, config.access(), clock);
    audit = Audit.start(parts, config.access().audit(), clock);
    shown =
        config.certificates().edge().map(files -> parts.add(LiveCredentials.open(files, Set.of())));
    Transport transport = Transport.of(config.certificates().inside(), parts);
    GatewayConfig.Backends backends = config.backends();
    decoders = Peers.of(backends.decoders(), transport, parts);
    TopicSetup topics = parts.add(new TopicSetup(kafka, config.replication(), config.topics()));
    log = parts.add(GenerationLog.open(kafka));
    ProgressFeed progress = parts.add(new ProgressFeed(kafka));
    rate = new EndRate(clock);
    log.listenToAll(
        snapshot -> {
          rate.saw(snapshot);
          if (Fold.ended(snapshot.getGeneration().getState())) {
            progress.forget(snapshot.getGeneration().getId());
          }
        });
    policy = ContentPolicy.start(parts, config.policy());
    quotas = Quotas.start(parts, config.access().quotas(), log, rate::until, clock);
    queue = parts.add(new WorkQueue(kafka));
    fleet =
        parts.add(
            new Fleet(
                Peers.of(backends.denoisers(), transport, parts),
                Peers.of(backends.encoders(), transport, parts),
                decoders,
                topics::pool,
                clock));
    searches = parts.add(new ProcessorThreads("search"));
    generations = new Generations(log, progress, searches, clock);
    watching = new Watching(log, progress, generations);
    overview = parts.add(new Overview(log, progress, generations, clock));
    batchLog = parts.add(BatchLog.open(kafka));
    webhooks =
        Webhooks.start(
            parts, config.webhooks(), kafka, new Subjects(log, batchLog, generations::find), clock);
    artifacts = parts.add(new Artifacts(decoders, generations, config.web().presigned()));
    sweeper = parts.add(new Sweeper(artifacts::sweep));
    deletion = new Deletion(log, sweeper, clock);
  }

  GenerationLog log() {
    return log;
  }

  Fleet fleet() {
    return fleet;
  }

  Watching watching() {
    return watching;
  }

  Overview overview() {
    return overview;
  }

  /**
   * Generations and the system.
   *
   * @param address where the gateway listens, once it does
   */
  Api api(Supplier<String> address) {
    return new Api(
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
                log, fleet, config.topics().shards(), Clients.admin(kafka), address, clock)),
        audit,
        config.inlineLimit());
  }

  /** Begins what goes on by itself: deadlines, deletion by age, dead letters. */
  void keepHouse() {
    parts.add(new Deadlines(log, clock));
    parts.add(new Retention(log, deletion, sweeper, clock, config.retention()));
    parts.add(new DeadLetters(kafka, log, clock));
  }

  /** Batches, with what goes on by itself for them. */
  BatchApi batches() {
    FeedQueue feeds = new FeedQueue(queue);
    Blobs blobs = parts.add(new Blobs(decoders));
    Batches batches = new Batches(batchLog, feeds, blobs, clock);
    parts.add(new BatchRetention(batchLog, batches, blobs, clock, config.retention()));
    parts.add(new BlobSweep(batchLog, kafka, blobs, BlobSweep.KEPT, BlobSweep.PERIOD));
    return new BatchApi(
        new BatchCreation(batchLog, feeds, blobs, fleet, webhooks, quotas, policy, clock),
        batches,
        new Results(batches, batchLog, log, blobs, artifacts),
        audit);
  }

  /** Schedules, and pictures under noise. */
  DiffusionApi diffusion() {
    return new DiffusionApi(
        fleet,
        parts.add(new Forwarding(fleet, artifacts, parts.add(new PictureDecoders(decoders)))),
        searches);
  }

  /** The port, which takes calls from now on. */
  HttpEdge edge(Api api, BatchApi batches, DiffusionApi diffusion, BooleanSupplier ready) {
    return parts.add(
        new HttpEdge(
            config.host(),
            config.port(),
            shown,
            api,
            batches,
            diffusion,
            ready,
            config.calls(),
            web(api, batches, diffusion),
            signIn,
            audit));
  }

  private Web web(Api api, BatchApi batches, DiffusionApi diffusion) {
    WebConfig web = config.web();
    List<Route> routes = new ArrayList<>(RestRoutes.of(api, batches));
    routes.addAll(DiffusionRoutes.of(diffusion));
    routes.addAll(OpenAiRoutes.of(api, web.aliases(), web.nearestSizes()));
    List<Route> documented = OpenApiRoute.added(routes, new StatusJson(), StatusJson.SCHEMA);
    List<Route> all = new ArrayList<>(documented);
    all.addAll(StudioRoutes.of(new StatusJson()));
    Hosts hosts =
        config.access().required()
            ? Hosts.ANY // a key is nothing that a browser sends by itself
            : Hosts.of(config.host(), web.publicUrl(), web.corsOrigins());
    return new Web(
        new Routes(all), new StatusJson(), new Cors(web.corsOrigins()), hosts, web.publicUrl());
  }
}
