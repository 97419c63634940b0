package dev.langevin.orchestrator.job;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.Tries;
import dev.langevin.orchestrator.checkpoint.Origin;
import dev.langevin.orchestrator.loop.Network;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.runtime.numeric.Finite;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The network as one job sees it: a stream to one replica, and when that fails the same evaluation
 * on another. An answer of no use is that replica's fault until a second one agrees.
 */
final class JobNetwork implements Network, AutoCloseable {
  private final Denoisers denoisers;
  private Opening opening;
  private final int outputElements;
  private final Duration patience;
  private final Runnable check;
  private final Set<String> strangers = new HashSet<>(); // with other files, as last seen
  private final Set<String> numericsIds = new LinkedHashSet<>();
  private PredictionStream stream;
  private String modelDigest;
  private long networkNanos;
  private long rows;
  private double rowsTimesBatch;

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
  public Prediction predict(Rows asked) {
    Set<String> doubted = new HashSet<>();
    Prediction prediction = Tries.until(patience, check, avoid -> once(asked, avoid, doubted));
    if (!doubted.isEmpty()) {
      denoisers.blame(doubted, stream.replica());
    }
    networkNanos += prediction.networkNanos();
    rows += asked.count();
    rowsTimesBatch += prediction.batchRows() * asked.count();
    return prediction;
  }

  /** The network's own time so far. */
  long networkNanos() {
    return networkNanos;
  }

  /** The mean size of the batches so far. */
  double meanBatchRows() {
    return rows == 0 ? 0 : rowsTimesBatch / rows;
  }

  /** Hex SHA-256 over the files of the model that answered; null before the first stream. */
  String modelDigest() {
    return modelDigest;
  }

  /** What the bits depended on, in order of use; more than one if the job moved. */
  Set<String> numericsIds() {
    return numericsIds;
  }

  /**
   * Begins where another attempt stopped, if that gives the bits that it would have given.
   *
   * @param ended whether nothing is left to be evaluated
   * @return whether it does; where not, a replica has been asked all the same, to begin anew
   */
  boolean resume(Origin origin, boolean ended) {
    opening = opening.like(origin.modelDigest(), origin.numericsId());
    if (ended) {
      modelDigest = origin.modelDigest();
      numericsIds.add(origin.numericsId());
      return true;
    }
    Tries.until(patience, check, this::opened);
    return modelDigest.equals(origin.modelDigest())
        && numericsIds.equals(Set.of(origin.numericsId()));
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private Prediction once(Rows asked, Set<String> avoid, Set<String> doubted) {
    doubted.addAll(avoid);
    try {
      if (stream == null) {
        open(avoid);
      }
      Prediction prediction = checked(stream.predict(asked, check), asked);
      stream.accepted();
      return prediction;
    } catch (OrchestratorException e) {
      close();
      throw e.kind() == Kind.STOPPED ? e : e.at(asked.name());
    }
  }

  private void open(Set<String> avoid) {
    Set<String> no = new HashSet<>(strangers);
    no.addAll(avoid);
    stream = denoisers.open(opening, no);
    strangers.clear();
    if (modelDigest != null && !modelDigest.equals(stream.modelDigest())) {
      strangers.add(stream.replica());
      throw OrchestratorException.environment(
          "denoiser %s serves other files of model %s than the job began with: %s, not %s"
              .formatted(stream.replica(), opening.model(), stream.modelDigest(), modelDigest),
          null);
    }
    modelDigest = stream.modelDigest();
    numericsIds.add(stream.numericsId());
    opening = opening.like(modelDigest, stream.numericsId());
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
