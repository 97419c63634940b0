package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.job.Denoisers;
import dev.langevin.orchestrator.job.ModelFacts;
import dev.langevin.orchestrator.job.Models;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.services.Placement.Journey;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.model.ModelId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The denoisers, and the models that they describe. */
public final class GrpcDenoisers implements Denoisers, Models, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcDenoisers.class);
  private static final int PROBE_SECONDS = 5;

  private final Replicas replicas;
  private final Duration silence;
  private final Wire wire;

  /**
   * Starts to probe them.
   *
   * @param silence how long a stream may say nothing
   * @param wire what latents and predictions are sent as
   */
  public GrpcDenoisers(Peers peers, Duration silence, Wire wire) {
    this.silence = silence;
    this.wire = wire;
    this.replicas = new Replicas("denoiser", peers, replica -> describe(replica, wire));
  }

  /** Those at these addresses, over plain connections. */
  public GrpcDenoisers(List<String> addresses, Duration silence, Wire wire) {
    this(Peers.plain(addresses), silence, wire);
  }

  /** What is missing if none can be asked. */
  public Optional<String> missing() {
    return replicas.missing();
  }

  @Override
  public PredictionStream open(Opening opening, Set<String> avoid) {
    Predicate<Replica> able = r -> r.model(opening.model()).isPresent();
    Predicate<Replica> same = r -> sameBits(r, opening) && !r.late() && !avoid.contains(r.name());
    try {
      return replicas.ask(replicas.any(same) ? same : able, avoid, entry -> place(entry, opening));
    } catch (OrchestratorException e) {
      // Nothing was evaluated yet, so it can't have been the job that made it fail.
      throw e.kind() == Kind.REPLICA ? OrchestratorException.environment(e.getMessage(), e) : e;
    }
  }

  @Override
  public void blame(Set<String> doubted, String well) {
    replicas.blameOthers(doubted, well);
  }

  @Override
  public ModelFacts named(String name) {
    return replicas.all().stream()
        .flatMap(r -> r.model(name).stream())
        .max(Comparator.comparing(ModelFacts::id))
        .orElseThrow(
            () ->
                OrchestratorException.environment(
                    "no denoiser serves model "
                        + name
                        + replicas.missing().map(why -> ": " + why).orElse(""),
                    null));
  }

  @Override
  public void close() {
    replicas.close();
  }

  private PredictionStream place(Entry entry, Opening opening) {
    long began = System.nanoTime();
    var stream = GrpcPredictionStream.open(entry, opening, silence, wire);
    long took = System.nanoTime() - began;
    return new PlacedStream(stream, entry.replica(), opening, took, this::move);
  }

  private Optional<PredictionStream> move(Replica here, Opening opening, Journey journey) {
    RandomGenerator random = ThreadLocalRandom.current();
    List<Replica> others =
        replicas.all().stream()
            .filter(r -> r != here && r.problem().isEmpty() && !r.late() && sameBits(r, opening))
            .toList();
    return Placement.betterOfTwo(others, Replica::occupancy, random)
        .filter(
            there ->
                Placement.moves(here.occupancy(), there.occupancy(), journey, random.nextDouble()))
        .flatMap(there -> arrive(there, opening));
  }

  /** A stream there, unless it fails, or turns out to have other bits: the job stays then. */
  private Optional<PredictionStream> arrive(Replica there, Opening opening) {
    try {
      Optional<PredictionStream> placed =
          there.breaker().enter().map(pass -> place(new Entry(there, pass), opening));
      return placed.filter(stream -> keepsBits(stream, opening));
    } catch (OrchestratorException e) {
      if (e.kind() == Kind.STOPPED) {
        throw e;
      }
      LOG.info("a job does not move: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean keepsBits(PredictionStream stream, Opening opening) {
    boolean keeps =
        stream.numericsId().equals(opening.numericsId())
            && stream.modelDigest().equals(opening.modelDigest());
    if (!keeps) {
      stream.close();
    }
    return keeps;
  }

  private static boolean sameBits(Replica replica, Opening opening) {
    return replica
        .model(opening.model())
        .filter(model -> model.numericsId().equals(opening.numericsId()))
        .isPresent();
  }

  private static void describe(Replica replica, Wire wire) {
    DescribeResponse response =
        DenoiserServiceGrpc.newBlockingStub(replica.channel())
            .withDeadlineAfter(PROBE_SECONDS, TimeUnit.SECONDS)
            .describe(DescribeRequest.getDefaultInstance());
    Map<ModelId, ModelFacts> models = new HashMap<>();
    for (ModelDescription description : response.getModelsList()) {
      if (description.getModel().getProblem().isEmpty()) {
        String numerics = wire.numericsId(description.getNumericsId());
        ModelFacts facts = ModelFacts.of(description.toBuilder().setNumericsId(numerics).build());
        models.put(facts.id(), facts);
      }
    }
    replica.serves(models);
    replica.reported(response.getLoad());
  }
}
