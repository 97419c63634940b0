package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.runtime.grpc.ModelStates;
import dev.langevin.runtime.grpc.Resets;
import dev.langevin.runtime.model.store.ModelStore;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The gRPC service: opens streams, looks after them every second, and describes the models. */
public final class DenoiserEndpoint extends DenoiserServiceGrpc.DenoiserServiceImplBase
    implements AutoCloseable {
  private final ModelStore<ServedModel> models;
  private final Admission admission;
  private final Duration idleLimit;
  private final Duration patience;
  private final Set<JobStream> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("denoiser-clock").daemon().factory());
  private volatile boolean stopping;

  /**
   * @param idleLimit how long a stream may ask for nothing
   * @param patience how long a stream may leave a message unread
   */
  public DenoiserEndpoint(
      ModelStore<ServedModel> models, Admission admission, Duration idleLimit, Duration patience) {
    this.models = models;
    this.admission = admission;
    this.idleLimit = idleLimit;
    this.patience = patience;
    clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> responses) {
    try {
      if (stopping) {
        throw DenoiserException.stopping();
      }
      admission.openStream();
    } catch (DenoiserException e) {
      responses.onError(Failures.of(e));
      return new RefusedStream();
    }
    ServerCallStreamObserver<PredictResponse> call =
        (ServerCallStreamObserver<PredictResponse>) responses;
    Peer peer = new Peer(call, Resets.ofCurrentCall());
    JobStream stream = new JobStream(models, admission, background, peer, this::gone);
    streams.add(stream);
    return stream;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> responses) {
    // It may wait, and this thread must not.
    background.execute(
        () -> {
          DescribeResponse response;
          try {
            if (request.getScan()) {
              models.scan();
            }
            response = Descriptions.of(models, admission);
          } catch (RuntimeException | Error e) {
            responses.onError(ModelStates.undescribed(e));
            return;
          }
          responses.onNext(response);
          responses.onCompleted();
        });
  }

  /** Takes no new streams, and ends each one there is once its steps are answered. */
  @Override
  public void close() {
    stopping = true;
    streams.forEach(JobStream::stop);
    clock.shutdown();
  }

  private void gone(JobStream stream) {
    streams.remove(stream);
    admission.closeStream();
  }

  private void tick() {
    streams.forEach(stream -> stream.tick(idleLimit, patience));
  }
}
