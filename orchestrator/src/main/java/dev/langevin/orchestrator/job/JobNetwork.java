package dev.langevin.orchestrator.job;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.Tries;
import dev.langevin.orchestrator.checkpoint.Origin;
import dev.langevin.orchestrator.flight.Lineage;
import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.orchestrator.loop.Network;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.orchestrator.loop.Waiting;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import dev.langevin.runtime.numeric.Finite;
import dev.langevin.runtime.trace.Trace;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The network as one job sees it: a stream to one replica, and when that fails the same evaluation
 * on another. An answer of no use is that replica's fault until a second one agrees.
 */
final class JobNetwork implements Network, AutoCloseable {
  private static final Spread CALLS = Meters.ofProcess().spread(Meter.EVALUATION_SECONDS);

  private final Denoisers denoisers;
  private Opening opening;
  private final int outputElements;
  private final Duration patience;
  private final Runnable check;
  private final Set<String> strangers = new HashSet<>(); // with other files, as last seen
  private final Trace trace = Trace.current();
  private PredictionStream stream;
  private Lineage lineage = Lineage.NONE;
  private Effort effort = Effort.NONE;

  /**
   * Opens nothing yet.
   *
   * @param outputElements elements of one row's output
   * @param patience how long to wait where no replica can be had
   * @param check throws when the job has to stop
   */
  JobNetwork(
      Denoisers denoisers, Opening opening, int outputElements, Duration patience, Runnable check) {
    this.denoisers = denoisers;
    this.opening = opening;
    this.outputElements = outputElements;
    this.patience = patience;
    this.check = check;
  }

  @Override
  public Prediction predict(Rows asked, Waiting waiting) {
    Set<String> doubted = new HashSet<>();
    Duration left = patience.minusNanos(System.nanoTime() - waiting.since());
    Runnable checks =
        () -> {
          check.run();
          waiting.check().run();
        };
    long begun = System.nanoTime();
    Prediction prediction =
        trace.in(
            "orchestrator.evaluation",
            () ->
                Tries.until(
                    "denoiser", left, checks, avoid -> once(asked, checks, avoid, doubted)));
    CALLS.sawNanos(System.nanoTime() - begun, trace);
    if (!doubted.isEmpty()) {
      denoisers.blame(doubted, stream.replica());
    }
    effort = effort.plus(Effort.of(prediction));
    return prediction;
  }

  /** What this job asked for so far. */
  Effort effort() {
    return effort;
  }

  /** What the bits of the job's states depend on. */
  Lineage lineage() {
    return lineage;
  }

  /**
   * Goes on from states of this lineage, which another job may have brought. A stream whose bits
   * would be others is left, so that the next one is to a replica that has them, if there is one.
   */
  void goOnFrom(Lineage reached) {
    if (stream != null
        && !(stream.modelDigest().equals(reached.modelDigest())
            && stream.numericsId().equals(reached.latest()))) {
      close();
    }
    lineage = reached;
    opening = opening.like(reached.modelDigest(), reached.latest());
  }

  /**
   * Begins where another attempt stopped, if that gives the bits that it would have given.
   *
   * @param ended whether nothing is left to be evaluated
   * @return whether it does; where not, a replica has been asked all the same, to begin anew
   */
  boolean resume(Origin origin, boolean ended) {
    Lineage left = new Lineage(origin.modelDigest(), List.of(origin.numericsId().split(" ")));
    opening = opening.like(left.modelDigest(), left.latest());
    if (ended) {
      lineage = left;
      return true;
    }
    Tries.until("denoiser", patience, check, this::opened);
    return lineage.equals(left);
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private Prediction once(Rows asked, Runnable checks, Set<String> avoid, Set<String> doubted) {
    doubted.addAll(avoid);
    try {
      if (stream == null) {
        open(avoid);
      } else {
        moveIfThatPays(asked);
      }
      Prediction prediction = checked(stream.predict(asked, checks), asked);
      stream.accepted();
      return prediction;
    } catch (OrchestratorException e) {
      close();
      throw e.kind() == Kind.STOPPED ? e : e.at(asked.name().get());
    }
  }

  private void moveIfThatPays(Rows next) {
    stream
        .better(1 + next.remaining() / next.count())
        .ifPresent(
            better -> {
              stream.close();
              stream = better;
            });
  }

  private void open(Set<String> avoid) {
    Set<String> no = new HashSet<>(strangers);
    no.addAll(avoid);
    stream = trace.in("orchestrator.open", () -> denoisers.open(opening, no));
    strangers.clear();
    String digest = stream.modelDigest();
    if (!lineage.isNone() && !lineage.modelDigest().equals(digest)) {
      strangers.add(stream.replica());
      throw OrchestratorException.environment(
          "denoiser %s serves other files of model %s than the job began with: %s, not %s"
              .formatted(stream.replica(), opening.model(), digest, lineage.modelDigest()),
          null);
    }
    lineage = lineage.then(digest, stream.numericsId());
    opening = opening.like(digest, lineage.latest());
  }

  private boolean opened(Set<String> avoid) {
    try {
      open(avoid);
      return true;
    } catch (OrchestratorException e) {
      close();
      throw e;
    }
  }

  private Prediction checked(Prediction prediction, Rows asked) {
    if (prediction.outputs().length != asked.count()) {
      throw useless(
          "MODEL_OUTPUT_MISFIT",
          prediction.outputs().length + " rows came back for " + asked.count());
    }
    for (int row = 0; row < prediction.outputs().length; row++) {
      float[] output = prediction.outputs()[row];
      if (output.length != outputElements) {
        throw useless(
            "MODEL_OUTPUT_MISFIT",
            "row %d has %d elements, not %d".formatted(row, output.length, outputElements));
      }
      if (!Finite.all(output)) {
        throw useless(
            "MODEL_OUTPUT_NOT_FINITE", "row %d holds %s".formatted(row, Finite.odd(output)));
      }
    }
    return prediction;
  }

  private OrchestratorException useless(String reason, String what) {
    return OrchestratorException.useless(
        reason,
        stream.replica(),
        "denoiser " + stream.replica() + " answered with a prediction of no use: " + what);
  }
}
