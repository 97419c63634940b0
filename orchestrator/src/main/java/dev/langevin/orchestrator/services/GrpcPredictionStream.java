package dev.langevin.orchestrator.services;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.trace.Trace;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Predict stream over gRPC, read and written by one virtual thread. Any silence longer than the
 * time-out is a failure of the replica; a step that waits for its turn is told about every second,
 * so only execution and death are silent.
 */
final class GrpcPredictionStream implements PredictionStream {
  private static final String SERVICE = "denoiser";
  private static final int CHUNK_BYTES = 1 << 20;

  /** The most silence before a stream is open: loading a model is told about every second. */
  private static final Duration OPENING_SILENCE = Duration.ofSeconds(5);

  private final Entry entry;
  private final Replica replica;
  private final Opening opening;
  private final Duration silence;
  private final Wire wire;
  private final long[] latentShape;
  private final BlockingClientCall<PredictRequest, PredictResponse> call;
  private Opened opened = Opened.getDefaultInstance();
  private Duration allowed;
  private long sequence;
  private boolean closed;

  private GrpcPredictionStream(Entry entry, Opening opening, Duration silence, Wire wire) {
    this.wire = wire;
    this.entry = entry;
    this.replica = entry.replica();
    this.opening = opening;
    this.silence = silence;
    this.allowed = silence.compareTo(OPENING_SILENCE) < 0 ? silence : OPENING_SILENCE;
    this.latentShape = opening.latentShape().stream().mapToLong(Long::longValue).toArray();
    this.call = DenoiserServiceGrpc.newBlockingV2Stub(replica.channel()).predict();
    replica.enter(opening.rowsPerStep());
  }

  /** Opens the stream and sends the conditionings. */
  static GrpcPredictionStream open(Entry entry, Opening opening, Duration silence, Wire wire) {
    GrpcPredictionStream stream = new GrpcPredictionStream(entry, opening, silence, wire);
    try {
      stream.open();
      return stream;
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public String replica() {
    return replica.name();
  }

  @Override
  public String numericsId() {
    return wire.numericsId(opened.getNumericsId());
  }

  @Override
  public String modelDigest() {
    return opened.getModelDigest();
  }

  @Override
  public Prediction predict(Rows rows, Runnable waiting) {
    write(PredictRequest.newBuilder().setStep(step(rows)).build());
    while (true) {
      PredictResponse response = read();
      switch (response.getMessageCase()) {
        case WAITING -> {
          replica.reported(response.getWaiting().getLoad());
          waiting.run();
        }
        case PREDICTION -> {
          var prediction = response.getPrediction();
          replica.reported(prediction.getLoad());
          if (prediction.getSequence() != sequence) {
            throw useless(
                "step %d was answered with the prediction of %d"
                    .formatted(sequence, prediction.getSequence()));
          }
          return prediction(prediction);
        }
        case OPENED, MESSAGE_NOT_SET ->
            throw useless("a step was answered with " + response.getMessageCase());
      }
    }
  }

  @Override
  public void accepted() {
    entry.pass().answered();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entry.close();
      call.cancel("the job is done with the stream", null);
      replica.leave(opening.rowsPerStep());
    }
  }

  private void open() {
    List<Map<String, Tensor>> conditionings = opening.conditionings();
    write(
        PredictRequest.newBuilder()
            .setOpen(
                Open.newBuilder()
                    .setModel(opening.model())
                    .setModelDigest(opening.modelDigest())
                    .setTenant(opening.tenant())
                    .setConditionings(conditionings.size()))
            .build());
    for (int i = 0; i < conditionings.size(); i++) {
      for (var tensor : conditionings.get(i).entrySet()) {
        send(i, tensor.getKey(), tensor.getValue());
      }
    }
    PredictResponse response = read();
    while (response.hasWaiting()) {
      response = read(); // it loads the model
    }
    if (!response.hasOpened()) {
      throw useless("opening was answered with " + response.getMessageCase());
    }
    opened = response.getOpened();
    allowed = silence;
    replica.reported(opened.getLoad());
  }

  private void send(int conditioning, String input, Tensor tensor) {
    ByteString data = tensor.getData();
    for (int from = 0; from < data.size(); from += CHUNK_BYTES) {
      var chunk =
          ConditioningChunk.newBuilder()
              .setConditioning(conditioning)
              .setInput(input)
              .setType(tensor.getType())
              .addAllShape(tensor.getShapeList())
              .setData(data.substring(from, Math.min(data.size(), from + CHUNK_BYTES)));
      write(PredictRequest.newBuilder().setConditioning(chunk).build());
    }
  }

  private Step step(Rows rows) {
    Step.Builder step =
        Step.newBuilder()
            .setSequence(++sequence)
            .setRemainingRows(rows.remaining())
            .setPriority(opening.priority())
            .setDeadlineSlack(slack())
            .setSpan(ByteString.copyFrom(Trace.current().span()));
    for (float[] latents : rows.latents()) {
      step.addLatents(wire.tensor(latents, latentShape));
    }
    for (int i = 0; i < rows.count(); i++) {
      step.addRows(
          Row.newBuilder()
              .setLatent(rows.latent()[i])
              .setConditioning(rows.conditioning()[i])
              .setTime(rows.time()[i]));
    }
    return step.build();
  }

  private com.google.protobuf.Duration slack() {
    long millis = Duration.between(Instant.now(), opening.expires()).toMillis();
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  private Prediction prediction(dev.langevin.internal.v1.Prediction prediction) {
    float[][] outputs = new float[prediction.getOutputsCount()][];
    try {
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = Tensors.floats(prediction.getOutputs(i));
      }
    } catch (IllegalArgumentException e) {
      throw useless(e.getMessage());
    }
    return new Prediction(outputs, prediction.getNetworkNanos(), prediction.getBatchRows());
  }

  private void write(PredictRequest request) {
    try {
      if (!call.write(request, allowed.toNanos(), TimeUnit.NANOSECONDS)) {
        throw lost("it ended the stream");
      }
    } catch (StatusException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw lost("it takes nothing for " + allowed.toMillis() + " ms");
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private PredictResponse read() {
    try {
      PredictResponse response = call.read(allowed.toNanos(), TimeUnit.NANOSECONDS);
      if (response == null) {
        throw lost("it ended the stream");
      }
      return response;
    } catch (StatusException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw lost("it is silent for " + allowed.toMillis() + " ms");
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Numbers that the denoiser itself finds wrong are as good as those that are found here. */
  private OrchestratorException failure(StatusException e) {
    OrchestratorException failure = Failures.of(SERVICE, entry, e);
    return failure.reason().equals("MODEL_OUTPUT_NOT_FINITE")
        ? OrchestratorException.useless(failure.reason(), replica.name(), failure.getMessage())
        : failure;
  }

  private OrchestratorException lost(String what) {
    entry.pass().failed();
    return OrchestratorException.replica(SERVICE + " " + replica.name() + ": " + what, null);
  }

  private OrchestratorException useless(String what) {
    return OrchestratorException.useless(
        "MODEL_OUTPUT_MISFIT", replica.name(), SERVICE + " " + replica.name() + ": " + what);
  }

  private static OrchestratorException interrupted() {
    Thread.currentThread().interrupt();
    return OrchestratorException.stopped(OrchestratorException.Stop.DRAINED);
  }
}
