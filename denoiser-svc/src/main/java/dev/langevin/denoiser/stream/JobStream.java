package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Evaluation;
import dev.langevin.denoiser.stream.Phase.Fresh;
import dev.langevin.denoiser.stream.Phase.Loading;
import dev.langevin.denoiser.stream.Phase.Over;
import dev.langevin.denoiser.stream.Phase.Stepping;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.Step;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's stream. Its messages come in one at a time; answers come from the batcher at any
 * moment, so whatever they share is under one lock. A peer that does not read its answers is not
 * read from either, and in the end sent away.
 */
final class JobStream implements StreamObserver<PredictRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);
  private static final Duration WAITING_REPORT = Duration.ofSeconds(1);

  private static final Spread WAIT = Meters.ofProcess().spread(Meter.BATCH_WAIT_SECONDS);

  private final ModelStore<ServedModel> models;
  private final Admission admission;
  private final Executor background;
  private final Peer peer;
  private final Moves moves;
  private final Lock lock = new ReentrantLock();
  private final Trace trace = TraceCalls.caller();
  private Phase phase = new Fresh();
  private boolean unread;
  private boolean finishing;
  private boolean stopping;
  private long heardNanos = System.nanoTime();
  private long askedNanos = heardNanos;

  /**
   * @param onGone hears when the transport has let go of the stream
   */
  JobStream(
      ModelStore<ServedModel> models,
      Admission admission,
      Executor background,
      Peer peer,
      Consumer<JobStream> onGone) {
    this.models = models;
    this.admission = admission;
    this.background = background;
    this.peer = peer;
    this.moves =
        new Moves(
            models, admission, peer, open -> background.execute(() -> load(open)), this::listener);
    peer.listen(this::readOn, () -> end(() -> {}), () -> onGone.accept(this));
  }

  @Override
  public void onNext(PredictRequest request) {
    lock.lock();
    try {
      heardNanos = System.nanoTime();
      if (!request.hasConditioning()) {
        askedNanos = heardNanos; // or a stream could dribble conditionings for ever
      }
      phase = moves.next(phase, request);
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

  /** Sends the peer elsewhere: at once with steps that wait, else when those that run are done. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      if (phase instanceof Stepping stepping) {
        stepping.steps().dropWaiting();
      }
      endIfDone();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports steps that wait, and ends a stream that asks for nothing or reads nothing; called about
   * every second.
   */
  void tick(Duration idleLimit, Duration patience) {
    lock.lock();
    try {
      if (phase instanceof Over over) {
        if (since(over.sinceNanos()).compareTo(patience) > 0) {
          peer.reset();
        }
      } else if (peer.deaf().compareTo(patience) > 0) {
        fail(DenoiserException.unread("LANGEVIN_READER_PATIENCE", patience));
      } else if (phase.reads() && !phase.busy() && since(askedNanos).compareTo(idleLimit) > 0) {
        fail(DenoiserException.idle("LANGEVIN_STREAM_IDLE", idleLimit));
      } else if (since(heardNanos).compareTo(WAITING_REPORT) >= 0 && peer.isReady()) {
        reportWaiting();
      }
    } finally {
      lock.unlock();
    }
  }

  private void load(Open open) {
    try {
      Lease<ServedModel> loaded = models.lease(open.getModel(), open.getModelDigest());
      lock.lock();
      try {
        if (phase instanceof Loading) {
          askedNanos = System.nanoTime();
          phase = moves.opened(open, loaded);
          readOn();
        } else {
          loaded.close();
        }
      } finally {
        lock.unlock();
      }
    } catch (DenoiserException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      crash(e); // or the peer would be told for ever that it waits
    }
  }

  private Evaluation.Listener listener(Step step) {
    long sequence = step.getSequence();
    Trace asker = trace.under(step.getSpan());
    return new Evaluation.Listener() {
      @Override
      public Runnable predicted(Evaluation.Prediction prediction) {
        return answer(sequence, prediction, asker);
      }

      @Override
      public void failed(DenoiserException failure) {
        background.execute(() -> fail(failure));
      }
    };
  }

  /** Answers, and returns what is left to be noted of it, for which nobody has to wait. */
  private Runnable answer(long sequence, Evaluation.Prediction prediction, Trace asker) {
    lock.lock();
    try {
      if (!(phase instanceof Stepping stepping && stepping.steps().answered(sequence))) {
        return () -> {};
      }
      heardNanos = System.nanoTime();
      askedNanos = heardNanos;
      ServedModel model = stepping.lease().model();
      admission.answered();
      peer.send(Replies.prediction(sequence, prediction, model, admission));
      int cap = model.batcher().sizes().cap(); // not later, when the model may be gone
      endIfDone();
      return () -> note(sequence, prediction, cap, asker);
    } finally {
      lock.unlock();
    }
  }

  private static void note(long sequence, Evaluation.Prediction prediction, int cap, Trace asker) {
    Evaluation.Times times = prediction.times();
    WAIT.sawNanos(times.started() - times.submitted(), asker);
    StepSpans.record(asker, sequence, prediction, cap);
  }

  private void reportWaiting() {
    if (phase instanceof Loading) {
      peer.send(Replies.waiting(0, Replies.load(admission, 1, 0)));
    } else if (phase instanceof Stepping stepping) {
      ServedModel model = stepping.lease().model();
      stepping
          .steps()
          .waiting()
          .forEach(sequence -> peer.send(Replies.waiting(sequence, model, admission)));
    }
  }

  private void readOn() {
    lock.lock();
    try {
      if (unread && phase.reads() && (!phase.answers() || peer.isReady())) {
        unread = false;
        peer.readOn();
      }
    } finally {
      lock.unlock();
    }
  }

  private void endIfDone() {
    if (!phase.busy() && finishing) {
      end(peer::complete);
    } else if (!phase.busy() && stopping) {
      fail(DenoiserException.stopping());
    }
  }

  private void fail(DenoiserException failure) {
    end(() -> peer.fail(failure));
  }

  private void crash(Throwable cause) {
    LOG.error("A stream fails after", cause);
    end(() -> peer.crash(cause));
  }

  private void end(Runnable farewell) {
    lock.lock();
    try {
      if (!(phase instanceof Over)) {
        phase.release();
        phase = new Over(System.nanoTime());
        farewell.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
