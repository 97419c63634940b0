package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Evaluation;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.stream.Phase.Fresh;
import dev.langevin.denoiser.stream.Phase.Gathering;
import dev.langevin.denoiser.stream.Phase.Loading;
import dev.langevin.denoiser.stream.Phase.Over;
import dev.langevin.denoiser.stream.Phase.Stepping;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.Step;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import java.util.function.Consumer;
import java.util.function.Function;

/** What may be said on a stream when, and what comes of it. */
final class Moves {
  private static final int MAX_TENANT = 256;

  private final ModelStore<ServedModel> models;
  private final Admission admission;
  private final Peer peer;
  private final Consumer<Open> loading;
  private final Function<Step, Evaluation.Listener> listeners;

  /**
   * @param loading has a model loaded that takes a while
   * @param listeners who hears of a step
   */
  Moves(
      ModelStore<ServedModel> models,
      Admission admission,
      Peer peer,
      Consumer<Open> loading,
      Function<Step, Evaluation.Listener> listeners) {
    this.models = models;
    this.admission = admission;
    this.peer = peer;
    this.loading = loading;
    this.listeners = listeners;
  }

  /** The phase after a message; throws DenoiserException for one that is not to be taken. */
  Phase next(Phase phase, PredictRequest request) {
    return switch (phase) {
      case Fresh fresh ->
          switch (request.getMessageCase()) {
            case OPEN -> open(request.getOpen());
            case CONDITIONING -> throw outOfOrder("conditioning: open comes first");
            case STEP -> throw outOfOrder("step: open comes first");
            case MESSAGE_NOT_SET -> throw nothing();
          };
      case Gathering gathering ->
          switch (request.getMessageCase()) {
            case OPEN -> throw outOfOrder("open: the stream is open already");
            case CONDITIONING -> {
              gathering.intake().add(request.getConditioning());
              yield gathering;
            }
            case STEP -> step(stepping(gathering), request.getStep());
            case MESSAGE_NOT_SET -> throw nothing();
          };
      case Stepping stepping ->
          switch (request.getMessageCase()) {
            case OPEN -> throw outOfOrder("open: the stream is open already");
            case CONDITIONING ->
                throw outOfOrder("conditioning: all of them come before the first step");
            case STEP -> step(stepping, request.getStep());
            case MESSAGE_NOT_SET -> throw nothing();
          };
      case Loading loadingNow -> loadingNow; // not read from
      case Over over -> over; // what was on its way
    };
  }

  /** The phase once the model is there. */
  Gathering opened(Open open, Lease<ServedModel> lease) {
    try {
      ConditioningIntake intake =
          new ConditioningIntake(
              open.getConditionings(), lease.model().network().conditioning(), admission);
      peer.send(Replies.opened(lease.model(), admission));
      return new Gathering(lease, new Job(open.getTenant()), intake);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private Phase open(Open open) {
    if (open.getTenant().length() > MAX_TENANT) {
      int length = open.getTenant().length();
      throw DenoiserException.invalid("tenant", length + " characters", "at most " + MAX_TENANT);
    }
    return models
        .leaseIfLoaded(open.getModel(), open.getModelDigest())
        .<Phase>map(lease -> opened(open, lease))
        .orElseGet(
            () -> {
              loading.accept(open);
              return new Loading();
            });
  }

  private Stepping stepping(Gathering gathering) {
    Steps steps =
        new Steps(
            gathering.lease().model(), gathering.job(), gathering.intake().finish(), listeners);
    return new Stepping(gathering.lease(), gathering.intake(), steps);
  }

  private static Stepping step(Stepping stepping, Step step) {
    stepping.steps().begin(step);
    return stepping;
  }

  private static DenoiserException outOfOrder(String message) {
    return DenoiserException.outOfOrder(message);
  }

  private static DenoiserException nothing() {
    return DenoiserException.invalid("message", "nothing", "open, conditioning or step");
  }
}
