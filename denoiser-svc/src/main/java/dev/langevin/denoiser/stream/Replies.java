package dev.langevin.denoiser.stream;

import com.google.protobuf.UnsafeByteOperations;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Evaluation;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Waiting;
import dev.langevin.runtime.grpc.Tensors;
import java.nio.ByteBuffer;

/** Makes the messages that go back. */
final class Replies {
  private Replies() {}

  static Load load(Admission admission, int cap, long runNanos) {
    return Load.newBuilder()
        .setWaitingRows(admission.waitingRows())
        .setRunningRows(admission.runningRows())
        .setBatchCap(cap)
        .setRunNanos(runNanos)
        .setRows(admission.rows())
        .setBatches(admission.batches())
        .setEvaluations(admission.evaluations())
        .setBusyNanos(admission.busyNanos())
        .build();
  }

  private static Load load(Admission admission, ServedModel model) {
    return load(admission, model.batcher().sizes().cap(), model.batcher().runNanos());
  }

  static PredictResponse opened(ServedModel model, Admission admission) {
    return PredictResponse.newBuilder()
        .setOpened(
            Opened.newBuilder()
                .setNumericsId(model.numericsId())
                .setModelDigest(model.digest())
                .setLoad(load(admission, model)))
        .build();
  }

  static PredictResponse waiting(long sequence, ServedModel model, Admission admission) {
    return waiting(sequence, load(admission, model));
  }

  static PredictResponse waiting(long sequence, Load load) {
    return PredictResponse.newBuilder()
        .setWaiting(Waiting.newBuilder().setSequence(sequence).setLoad(load))
        .build();
  }

  static PredictResponse prediction(
      long sequence, Evaluation.Prediction prediction, ServedModel model, Admission admission) {
    long[] shape = prediction.shape().stream().mapToLong(Long::longValue).toArray();
    Prediction.Builder message =
        Prediction.newBuilder()
            .setSequence(sequence)
            .setNetworkNanos(prediction.networkNanos())
            .setBatchRows(prediction.batchRows())
            .setLoad(load(admission, model));
    for (ByteBuffer row : prediction.rows()) {
      message.addOutputs(
          Tensors.of(Types.of(prediction.type()), UnsafeByteOperations.unsafeWrap(row), shape));
    }
    return PredictResponse.newBuilder().setPrediction(message).build();
  }
}
