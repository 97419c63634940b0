package dev.langevin.bench.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiarTest {
  private final RpcServer honest =
      RpcServer.start("127.0.0.1", 0, Duration.ZERO, new HonestDenoiser());
  private final Liar liar = Liar.before(honest.port());
  private final ManagedChannel channel = Channels.open("127.0.0.1:" + liar.port());

  @AfterEach
  void close() {
    Channels.close(channel);
    liar.close();
    honest.close();
  }

  private Tensor answer(Lie lie) throws InterruptedException, StatusException {
    liar.tell(lie);
    var call = DenoiserServiceGrpc.newBlockingV2Stub(channel).predict();
    call.write(PredictRequest.newBuilder().setStep(Step.newBuilder().setSequence(3)).build());
    assertThat(call.read().hasOpened()).isTrue();
    Prediction prediction = call.read().getPrediction();
    call.cancel("enough", null);
    assertThat(prediction.getSequence()).isEqualTo(3);
    return prediction.getOutputs(0);
  }

  @Test
  void predict_nan_putsOneInto() throws Exception {
    assertThat(Tensors.floats(answer(Lie.NAN))).contains(Float.NaN).contains(1).hasSize(8);
  }

  @Test
  void predict_shapes_answersAnother() throws Exception {
    Tensor tensor = answer(Lie.SHAPES);

    assertThat(tensor.getShapeList()).containsExactly(1L, 1L, 4L);
    assertThat(Tensors.floats(tensor)).hasSize(4);
  }

  @Test
  void predict_garbage_isNoTensor() throws Exception {
    Tensor tensor = answer(Lie.GARBAGE);

    assertThatThrownBy(() -> Tensors.floats(tensor)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Opens, and predicts ones. */
  private static final class HonestDenoiser extends DenoiserServiceGrpc.DenoiserServiceImplBase {
    @Override
    public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PredictRequest request) {
          float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
          answers.onNext(
              PredictResponse.newBuilder().setOpened(Opened.getDefaultInstance()).build());
          answers.onNext(
              PredictResponse.newBuilder()
                  .setPrediction(
                      Prediction.newBuilder()
                          .setSequence(request.getStep().getSequence())
                          .addOutputs(Tensors.of(ones, 1, 2, 4)))
                  .build());
        }

        @Override
        public void onError(Throwable problem) {
          // The asker has gone.
        }

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }
}
