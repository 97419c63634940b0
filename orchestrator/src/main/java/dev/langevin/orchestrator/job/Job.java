package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.Tries;
import dev.langevin.orchestrator.checkpoint.Checkpointing;
import dev.langevin.orchestrator.flight.Lineage;
import dev.langevin.orchestrator.flight.Reached;
import dev.langevin.orchestrator.flight.Seat;
import dev.langevin.orchestrator.flight.Share;
import dev.langevin.orchestrator.flight.Urgency;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.preview.Previews;
import dev.langevin.orchestrator.preview.Reel;
import dev.langevin.runtime.generations.GenerationId;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceSpan;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.State;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GenerationRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One attempt at a work record, from the claim to the end state: straight down the page. */
public final class Job {
  private final String id;
  private final Work work;
  private final GenerationRequest request;
  private final Surroundings outside;
  private final Attempt attempt;
  private final Checkpointing checkpoints;
  private final Endings endings;
  private final Pictures pictures;

  /**
   * A job that has not begun.
   *
   * @throws IllegalArgumentException if it could never end, because its state can't be written
   */
  public Job(Work work, Surroundings outside) {
    GenerationId.require(work.getGenerationId());
    if (work.getWorkId().isEmpty()) {
      throw new IllegalArgumentException("work_id: nothing is not an id");
    }
    this.id = work.getGenerationId();
    this.work = work;
    this.request = work.getRequest();
    this.outside = outside;
    this.attempt = new Attempt(outside.generations(), work, outside.clock(), outside.patience());
    this.checkpoints = new Checkpointing(outside.checkpoints(), id, outside.interval());
    this.endings = new Endings(work, attempt, checkpoints, outside);
    this.pictures = new Pictures(work, outside, attempt);
  }

  /** Asks the job to stop before its next effect; any thread may call this. */
  public void stop(Stop why) {
    attempt.stop(why);
  }

  /**
   * Runs the job. Never throws.
   *
   * @return what is to become of the work record
   */
  public Outcome run() {
    try (TraceSpan span = Trace.current().begin("orchestrator.job")) {
      span.set("langevin.generation", id);
      return LogFields.generation(id, () -> attempted(span));
    }
  }

  private Outcome attempted(TraceSpan span) {
    try {
      drive();
      return Outcome.DONE;
    } catch (OrchestratorException e) {
      span.failed(e.getMessage());
      return endings.of(e);
    } catch (RuntimeException | Error e) {
      span.failed(e.toString());
      return endings.of(OrchestratorException.attempt("unexpected: " + e, e));
    }
  }

  private void drive() {
    final long began = System.nanoTime();
    attempt.check();
    ModelFacts model = waitOut("denoiser", avoid -> outside.models().named(request.getModel()));
    attempt.begin(job -> job.setModelDigest(model.digest()).setNumericsId(model.numericsId()));
    Denoising denoising = compile(model);
    Conditionings prompts =
        Trace.current()
            .in("orchestrator.encode", () -> encoded(model, denoising.conditionings()))
            .and(Samplers.warnings(model.scheduler(), SamplingRequests.of(request)));
    final long encoded = System.nanoTime();

    int images = Math.max(1, request.getCount());
    List<Long> shape = model.latentShape(request.getSize());
    JobNetwork network = network(model, prompts, shape, images);
    long seed = Integer.toUnsignedLong(request.getSeed());
    List<State> states = denoising.start(seed, images, model.latentElements(request.getSize()));
    var report =
        new ProgressReport(
            id,
            attempt,
            denoising,
            outside.progress(),
            () -> outside.decodeTimes().expected(request));
    var resuming = new Resuming(work, attempt, checkpoints, denoising, network);
    Plan plan = denoising.sampler().plan();
    var reel = new Reel(plan, request.getPreviews().getSteps(), outside.films());
    var film = new Film(work, outside.decoder(), reel);
    var telling =
        new PreviewTelling(
            request.getPreviews(),
            plan,
            model.id().toString(),
            shape,
            outside.decoder(),
            report,
            film);
    Share share;
    List<DecodeResponse> decoded;
    Lineage lineage;
    Stages stages;
    Filmed filmed;
    try (film;
        Previews previews = telling.previews(id)) {
      try (network) {
        states = resuming.from(states);
        Reached from = new Reached(states, network.lineage());
        try (Seat seat = board(Recipe.of(model, prompts.tensors(), request), from, previews)) {
          report.aboard(seat);
          var steps = new SharedSteps(denoising, network, seat, previews, attempt::check);
          states = denoising.run(states, steps, report.and(resuming));
          share = seat.share();
        }
      }

      final long denoised = System.nanoTime();
      attempt.confirmed();
      attempt.check();
      endings.storing();
      lineage = network.lineage();
      decoded = stored(states, shape, lineage);
      Filtering filtering = Filtering.of(decoded);
      if (filtering.any()) {
        endings.filtered(filtering);
        return;
      }
      stages = new Stages(began, encoded, denoised, System.nanoTime());
      outside.decodeTimes().took(request, stages.stored() - denoised);
      previews.finish();
      filmed = Trace.current().in("orchestrator.film", film::stored);
    }
    List<Artifact> artifacts = decoded.stream().map(DecodeResponse::getArtifact).toList();
    var success = new Success(prompts, lineage, share, decoded, filmed, stages, report.end(states));
    JobMeters.succeeded(work, stages, share, outside.clock().instant());
    endings.tidy(
        Trace.current()
            .in(
                "orchestrator.end",
                () ->
                    attempt.end(
                        current ->
                            Snapshots.succeeded(
                                current, artifacts, outside.clock().instant(), success::into))));
  }

  private Denoising compile(ModelFacts model) {
    try {
      SamplingRequest sampling = SamplingRequests.of(request);
      return new Denoising(Samplers.create(model.scheduler(), sampling), sampling.guidance());
    } catch (SamplingException e) {
      throw OrchestratorException.job("SAMPLING_" + e.reason(), e.getMessage());
    }
  }

  private JobNetwork network(
      ModelFacts model, Conditionings prompts, List<Long> shape, int images) {
    Opening opening =
        new Opening(
            model.id().toString(),
            model.digest(),
            "",
            prompts.tensors(),
            shape,
            work.getTenant(),
            request.getPriority(),
            attempt.expires(),
            images * prompts.tensors().size());
    return new JobNetwork(
        outside.denoisers(),
        opening,
        model.outputElements(request.getSize()),
        outside.patience(),
        attempt::check);
  }

  private Seat board(Recipe recipe, Reached from, Previews previews) {
    var urgency = new Urgency(request.getPriority(), attempt.expires());
    return previews.wanted()
        ? outside.flights().board(recipe, urgency, from, previews::see)
        : outside.flights().board(recipe, urgency, from);
  }

  private List<DecodeResponse> stored(List<State> last, List<Long> shape, Lineage lineage) {
    return Trace.current()
        .in("orchestrator.decode", () -> pictures.store(last, shape, lineage.modelDigest()));
  }

  private Conditionings encoded(ModelFacts model, int count) {
    return waitOut(
        "text-encoder", avoid -> Conditionings.of(outside.encoder(), request, model, count, avoid));
  }

  private <T> T waitOut(String service, Function<Set<String>, T> call) {
    return Tries.until(service, outside.patience(), attempt::check, call);
  }
}
