package dev.langevin.orchestrator;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Model;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A denoiser whose network is a closed form on a simulated accelerator: a batch takes a fixed time
 * and more by the row. It batches as the real one does: whatever waits when the device gets free.
 */
final class TestDenoiser extends DenoiserServiceGrpc.DenoiserServiceImplBase
    implements AutoCloseable {
  static final int CAP = 16;
  private static final String SCHEDULER =
      """
      {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085,
       "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": false,
       "prediction_type": "epsilon", "timestep_spacing": "leading", "steps_offset": 1,
       "set_alpha_to_one": false}
      """;

  private record Waiting(Step step, StreamObserver<PredictResponse> to) {}

  final AtomicInteger evaluations = new AtomicInteger();
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  final Set<Tensor.Type> latentTypes = ConcurrentHashMap.newKeySet();
  volatile String numericsId = "numerics";

  /** What it says of itself. */
  volatile Load load = Load.newBuilder().setBatchCap(CAP).build();

  volatile boolean frozen;
  volatile boolean stopping;
  volatile Duration perBatch = Duration.ZERO;
  volatile Duration perRow = Duration.ZERO;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final RpcServer server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, this);
  private final Thread device = Thread.ofPlatform().daemon().start(this::compute);

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> to) {
    to.onNext(
        DescribeResponse.newBuilder()
            .addModels(
                ModelDescription.newBuilder()
                    .setModel(Model.newBuilder().setName("toy").setDigest("digest"))
                    .setSchedulerConfig(SCHEDULER)
                    .setLatentChannels(4)
                    .setOutputChannels(4)
                    .setScaleFactor(4)
                    .setNumericsId(numericsId))
            .setLoad(load)
            .build());
    to.onCompleted();
  }

  @Override
  public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> to) {
    return new StreamObserver<>() {
      @Override
      public void onNext(PredictRequest request) {
        if (stopping) {
          to.onError(Statuses.of(Status.Code.UNAVAILABLE, "STOPPING", "it is stopping"));
          return;
        }
        switch (request.getMessageCase()) {
          case OPEN ->
              to.onNext(
                  PredictResponse.newBuilder()
                      .setOpened(
                          Opened.newBuilder()
                              .setModelDigest("digest")
                              .setNumericsId(numericsId)
                              .setLoad(load))
                      .build());
          case STEP -> {
            request.getStep().getLatentsList().forEach(each -> latentTypes.add(each.getType()));
            queue.add(new Waiting(request.getStep(), to));
          }
          case CONDITIONING, MESSAGE_NOT_SET -> {}
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        to.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    device.interrupt();
    server.close();
  }

  /** Waits until so many evaluations were done. */
  synchronized void await(int count) throws InterruptedException {
    while (evaluations.get() < count) {
      wait();
    }
  }

  private synchronized void count() {
    evaluations.incrementAndGet();
    notifyAll();
  }

  private void compute() {
    try {
      while (true) {
        List<Waiting> batch = new ArrayList<>(List.of(queue.take()));
        int count = batch.getFirst().step().getRowsCount();
        while (queue.peek() != null && count + queue.peek().step().getRowsCount() <= CAP) {
          batch.add(queue.take());
          count += batch.getLast().step().getRowsCount();
        }
        LockSupport.parkNanos(perBatch.toNanos() + count * perRow.toNanos());
        batches.add(count);
        for (Waiting waiting : batch) {
          count();
          if (!frozen) {
            answer(waiting, count);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Waiting waiting, int batch) {
    Step step = waiting.step();
    Prediction.Builder prediction =
        Prediction.newBuilder()
            .setSequence(step.getSequence())
            .setBatchRows(batch)
            .setNetworkNanos(1_000)
            .setLoad(load);
    for (Row row : step.getRowsList()) {
      float[] x = Tensors.floats(step.getLatents(row.getLatent()));
      float[] out = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        out[i] = (float) (0.6 * x[i] + 0.1 * Math.cos(row.getTime() / 150)) + row.getConditioning();
      }
      prediction.addOutputs(Tensors.of(step.getLatents(0).getType(), out, 4, 16, 16));
    }
    try {
      waiting.to().onNext(PredictResponse.newBuilder().setPrediction(prediction).build());
    } catch (RuntimeException e) {
      // The job has gone.
    }
  }
}
