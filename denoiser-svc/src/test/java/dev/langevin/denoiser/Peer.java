package dev.langevin.denoiser;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of a stream, for tests. */
final class Peer implements ClientResponseObserver<PredictRequest, PredictResponse> {
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private ClientCallStreamObserver<PredictRequest> requests;

  private Peer() {}

  static Peer connect(ManagedChannel channel) {
    Peer peer = new Peer();
    DenoiserServiceGrpc.newStub(channel).predict(peer);
    return peer;
  }

  /** Opens a stream with two conditionings of that many tokens. */
  static Peer open(ManagedChannel channel, String model, int tokens) {
    Peer peer = connect(channel).open(model, 2);
    peer.expect(PredictResponse.MessageCase.OPENED);
    return peer.conditioning(0, tokens).conditioning(1, tokens);
  }

  Peer open(String model, int conditionings) {
    Open open = Open.newBuilder().setModel(model).setConditionings(conditionings).build();
    return send(PredictRequest.newBuilder().setOpen(open).build());
  }

  /** The same on a stream that may have ended. */
  void openQuietly(String model, int conditionings) {
    try {
      open(model, conditionings);
    } catch (IllegalStateException e) {
      // it has
    }
  }

  Peer conditioning(int index, int tokens) {
    return conditioning(chunk(index, tokens).build());
  }

  Peer conditioning(ConditioningChunk chunk) {
    return send(PredictRequest.newBuilder().setConditioning(chunk).build());
  }

  Peer step(Step step) {
    return send(PredictRequest.newBuilder().setStep(step).build());
  }

  Peer send(PredictRequest request) {
    requests.onNext(request);
    return this;
  }

  void cancel() {
    requests.cancel("the test says so", null);
  }

  void complete() {
    requests.onCompleted();
  }

  static ConditioningChunk.Builder chunk(int index, int tokens) {
    Tensor tensor = Tensors.of(noise(index + 100, tokens * 6), tokens, 6);
    return ConditioningChunk.newBuilder()
        .setConditioning(index)
        .setInput("encoder_hidden_states")
        .setType(Tensor.Type.TYPE_FLOAT)
        .addAllShape(tensor.getShapeList())
        .setData(tensor.getData());
  }

  /** A step with one latent drawn from the seed, and a row at the time for each conditioning. */
  static Step.Builder guided(long sequence, int seed, double time) {
    return Step.newBuilder()
        .setSequence(sequence)
        .addLatents(latent(seed))
        .addRows(Row.newBuilder().setConditioning(0).setTime(time))
        .addRows(Row.newBuilder().setConditioning(1).setTime(time));
  }

  static Tensor latent(int seed) {
    return Tensors.of(noise(seed, 4 * 8 * 8), 4, 8, 8);
  }

  static float[] noise(int seed, int count) {
    Random random = new Random(seed);
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  Prediction prediction() {
    return expect(PredictResponse.MessageCase.PREDICTION).getPrediction();
  }

  /** The outputs of one step, for comparisons to the bit. */
  List<ByteString> outputs() {
    return prediction().getOutputsList().stream().map(Tensor::getData).toList();
  }

  /** The next message, which must be of that kind; a status is thrown. */
  PredictResponse expect(PredictResponse.MessageCase kind) {
    return switch (next()) {
      case PredictResponse response when response.getMessageCase() == kind -> response;
      case PredictResponse response
          when response.hasWaiting() && kind != PredictResponse.MessageCase.WAITING ->
          expect(kind);
      case StatusRuntimeException failure -> throw failure;
      case Object other -> throw new AssertionError("not " + kind + ", but " + other);
    };
  }

  /** The status the stream ends with. */
  StatusRuntimeException failure() {
    Object next = next();
    while (next instanceof PredictResponse) {
      next = next();
    }
    return (StatusRuntimeException) next;
  }

  private Object next() {
    try {
      Object next = heard.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was heard in 10 s");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<PredictRequest> stream) {
    requests = stream;
  }

  @Override
  public void onNext(PredictResponse response) {
    heard.add(response);
  }

  @Override
  public void onError(Throwable cause) {
    heard.add(
        new StatusRuntimeException(
            Status.fromThrowable(cause), Status.trailersFromThrowable(cause)));
  }

  @Override
  public void onCompleted() {
    heard.add(Status.OK.asRuntimeException());
  }
}
