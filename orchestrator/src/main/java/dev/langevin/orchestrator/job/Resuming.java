package dev.langevin.orchestrator.job;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.checkpoint.Checkpoint;
import dev.langevin.orchestrator.checkpoint.Checkpointing;
import dev.langevin.orchestrator.checkpoint.Origin;
import dev.langevin.orchestrator.flight.Lineage;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.loop.Observer;
import dev.langevin.sampling.State;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on from where an earlier attempt came to, and leaves a way to go on from here. */
final class Resuming implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);

  /**
   * Not the version of the build: a rolling upgrade goes on from what the release before has left.
   * Counts on when a sampler, a schedule or guidance makes other bits than the release before,
   * which golden figures show.
   */
  private static final String LOOP = "1";

  private final String id;
  private final ByteString requestHash;
  private final Attempt attempt;
  private final Checkpointing checkpoints;
  private final Denoising denoising;
  private final JobNetwork network;

  Resuming(
      Work work,
      Attempt attempt,
      Checkpointing checkpoints,
      Denoising denoising,
      JobNetwork network) {
    this.id = work.getGenerationId();
    this.requestHash = work.getRequestHash();
    this.attempt = attempt;
    this.checkpoints = checkpoints;
    this.denoising = denoising;
    this.network = network;
  }

  /**
   * The states to go on from: those of the farthest checkpoint that is of use, else {@code fresh}.
   */
  List<State> from(List<State> fresh) {
    if (attempt.current().getAttempt() == 0) {
      return fresh;
    }
    Optional<Checkpoint> left = checkpoints.left(checkpoint -> fits(checkpoint, fresh));
    if (left.isEmpty()) {
      return fresh;
    }
    List<State> states = left.get().states();
    int done = left.get().evaluation();
    if (network.resume(left.get().origin(), denoising.over(states))) {
      LOG.info("generation {} goes on after evaluation {}", id, done);
      return states;
    }
    LOG.info("generation {} begins anew: no denoiser gives the bits of evaluation {}", id, done);
    return fresh;
  }

  @Override
  public void before(List<State> states) {}

  @Override
  public void after(List<State> states) {
    Lineage lineage = network.lineage();
    Origin here =
        new Origin(
            LOOP, requestHash, lineage.modelDigest(), String.join(" ", lineage.numericsIds()));
    checkpoints.reached(attempt.number(), new Checkpoint(here, states));
  }

  private boolean fits(Checkpoint checkpoint, List<State> fresh) {
    List<State> states = checkpoint.states();
    if (!checkpoint.origin().loop().equals(LOOP)) {
      LOG.info(
          "generation {}: a checkpoint of another release's loop ({}, this one makes {})",
          id,
          checkpoint.origin().loop(),
          LOOP);
      return false;
    }
    return checkpoint.origin().requestHash().equals(requestHash)
        && states.size() == fresh.size()
        && states.getFirst().x().length == fresh.getFirst().x().length
        && checkpoint.evaluation() <= denoising.sampler().plan().evaluations().size();
  }
}
