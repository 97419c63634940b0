package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.DenoiserException.Reason;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Evaluation;
import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Step;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's stream. Its messages come in one at a time; answers come from the batcher at any
 * moment, so whatever they share is under one lock. A peer that does not read its answers is not
 * read from either.
 */
final class JobStream implements StreamObserver<PredictRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);
  private static final int MAX_STEPS_IN_FLIGHT = 4;
  private static final int MAX_TENANT = 256;
  private static final Duration WAITING_REPORT = Duration.ofSeconds(1);

  private final ModelStore<ServedModel> models;
  private final Admission admission;
  private final Executor background;
  private final ServerCallStreamObserver<PredictResponse> peer;
  private final Consumer<JobStream> onEnd;
  private final Lock lock = new ReentrantLock();
  private final Map<Long, Evaluation> inFlight = new LinkedHashMap<>();
  private Lease<ServedModel> lease;
  private ServedModel model;
  private Job job;
  private ConditioningIntake intake;
  private List<Conditioning> conditionings;
  private long lastSequence = -1;
  private long lastHeardNanos = System.nanoTime();
  private boolean opening;
  private boolean unread;
  private boolean finishing;
  private boolean stopping;
  private boolean ended;

  JobStream(
      ModelStore<ServedModel> models,
      Admission admission,
      Executor background,
      ServerCallStreamObserver<PredictResponse> peer,
      Consumer<JobStream> onEnd) {
    this.models = models;
    this.admission = admission;
    this.background = background;
    this.peer = peer;
    this.onEnd = onEnd;
    peer.disableAutoRequest();
    peer.setOnReadyHandler(this::readOn);
    peer.setOnCancelHandler(() -> end(() -> {}));
    peer.request(1);
  }

  @Override
  public void onNext(PredictRequest request) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      lastHeardNanos = System.nanoTime();
      switch (request.getMessageCase()) {
        case OPEN -> open(request.getOpen());
        case CONDITIONING -> conditioning(request.getConditioning());
        case STEP -> step(request.getStep());
        case MESSAGE_NOT_SET ->
            throw DenoiserException.invalid("message", "nothing", "open, conditioning or step");
      }
      unread = true;
      readOn();
    } catch (DenoiserException e) {
      fail(e);
    } catch (RuntimeException e) {
      crash(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable cause) {
    end(() -> {});
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      finishing = true;
      endIfDone();
    } finally {
      lock.unlock();
    }
  }

  void fail(DenoiserException failure) {
    end(() -> peer.onError(Failures.of(failure)));
  }

  /** Sends the peer elsewhere: at once with steps that wait, else when those that run are done. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      inFlight.values().removeIf(this::dropped);
      endIfDone();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports steps that wait, and ends a stream that asks for nothing; called about every second.
   */
  void tick(Duration idleLimit) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      Duration silent = Duration.ofNanos(System.nanoTime() - lastHeardNanos);
      if (inFlight.isEmpty() && !opening && silent.compareTo(idleLimit) > 0) {
        fail(DenoiserException.idle("LANGEVIN_STREAM_IDLE", idleLimit));
      } else if (silent.compareTo(WAITING_REPORT) >= 0 && peer.isReady()) {
        reportWaiting();
      }
    } finally {
      lock.unlock();
    }
  }

  private void reportWaiting() {
    if (opening) {
      peer.onNext(Replies.waiting(0, Replies.load(admission, 1, 0)));
    }
    if (model == null || model.batcher().stalled()) {
      return;
    }
    for (Evaluation evaluation : inFlight.values()) {
      if (evaluation.waitingRows() > 0) {
        peer.onNext(Replies.waiting(evaluation.sequence(), load()));
      }
    }
  }

  private void open(Open open) {
    if (model != null) {
      throw DenoiserException.outOfOrder("open: the stream is open already");
    }
    if (open.getTenant().length() > MAX_TENANT) {
      int length = open.getTenant().length();
      throw DenoiserException.invalid("tenant", length + " characters", "at most " + MAX_TENANT);
    }
    Optional<Lease<ServedModel>> ready =
        models.leaseIfLoaded(open.getModel(), open.getModelDigest());
    if (ready.isPresent()) {
      opened(open, ready.get());
    } else {
      opening = true; // nothing more is read meanwhile
      background.execute(() -> load(open));
    }
  }

  private void load(Open open) {
    try {
      Lease<ServedModel> loaded = models.lease(open.getModel(), open.getModelDigest());
      lock.lock();
      try {
        opening = false;
        opened(open, loaded);
        readOn();
      } finally {
        lock.unlock();
      }
    } catch (DenoiserException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      crash(e); // or the peer would be told for ever that it waits
    }
  }

  private void opened(Open open, Lease<ServedModel> found) {
    if (ended) {
      found.close();
      return;
    }
    lease = found;
    lastHeardNanos = System.nanoTime();
    intake =
        new ConditioningIntake(
            open.getConditionings(), found.model().network().conditioning(), admission);
    model = found.model();
    job = new Job(open.getTenant());
    peer.onNext(Replies.opened(model, load()));
  }

  private void crash(Throwable e) {
    LOG.error("A stream fails after", e);
    end(() -> peer.onError(io.grpc.Status.INTERNAL.withDescription(e.toString()).asException()));
  }

  private void conditioning(ConditioningChunk chunk) {
    if (model == null) {
      throw DenoiserException.outOfOrder("conditioning: open comes first");
    }
    if (conditionings != null) {
      throw DenoiserException.outOfOrder("conditioning: all of them come before the first step");
    }
    intake.add(chunk);
  }

  private void step(Step step) {
    if (model == null) {
      throw DenoiserException.outOfOrder("step: open comes first");
    }
    if (conditionings == null) {
      conditionings = intake.finish();
    }
    long sequence = step.getSequence();
    if (sequence < 0 || sequence <= lastSequence) {
      String allowed = "more than the last one, " + lastSequence;
      throw DenoiserException.invalid("sequence", Long.toUnsignedString(sequence), allowed);
    }
    if (inFlight.size() == MAX_STEPS_IN_FLIGHT) {
      throw DenoiserException.exhausted(
          Reason.STEPS_IN_FLIGHT_LIMIT, "steps in flight", MAX_STEPS_IN_FLIGHT);
    }
    Port latent = model.network().latent();
    List<RowInput> rows = StepReader.rows(step, latent, conditionings);
    ElementType answer = StepReader.type(step, latent);
    Demand demand = StepReader.demand(step, job);
    lastSequence = sequence;
    Evaluation evaluation = new Evaluation(sequence, rows, demand, answer, listener(sequence));
    model.batcher().submit(evaluation);
    inFlight.put(sequence, evaluation);
  }

  private Evaluation.Listener listener(long sequence) {
    return new Evaluation.Listener() {
      @Override
      public void predicted(Evaluation.Prediction prediction) {
        answer(sequence, prediction);
      }

      @Override
      public void failed(DenoiserException failure) {
        background.execute(() -> fail(failure));
      }
    };
  }

  private void answer(long sequence, Evaluation.Prediction prediction) {
    lock.lock();
    try {
      if (!ended && inFlight.remove(sequence) != null) {
        lastHeardNanos = System.nanoTime();
        peer.onNext(Replies.prediction(sequence, prediction, load()));
        endIfDone();
      }
    } finally {
      lock.unlock();
    }
  }

  private void readOn() {
    lock.lock();
    try {
      if (unread && !opening && !ended && peer.isReady()) {
        unread = false;
        peer.request(1);
      }
    } finally {
      lock.unlock();
    }
  }

  private void endIfDone() {
    if (inFlight.isEmpty() && finishing) {
      end(peer::onCompleted);
    } else if (inFlight.isEmpty() && stopping) {
      fail(DenoiserException.stopping());
    }
  }

  /** One of whose rows none has been taken. */
  private boolean dropped(Evaluation evaluation) {
    boolean waits = evaluation.waitingRows() == evaluation.size();
    if (waits) {
      model.batcher().cancel(evaluation);
    }
    return waits;
  }

  private void end(Runnable farewell) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      inFlight.values().forEach(evaluation -> model.batcher().cancel(evaluation));
      inFlight.clear();
      if (intake != null) {
        intake.release();
      }
      if (lease != null) {
        lease.close();
      }
      onEnd.accept(this);
      if (!peer.isCancelled()) {
        farewell.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private dev.langevin.internal.v1.Load load() {
    return Replies.load(admission, model.batcher().sizes().cap(), model.batcher().runNanos());
  }
}
