package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.runtime.grpc.InProcess;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of the same process, where nothing lies between the two ends that could hold messages.
 */
class InProcessIT {
  private static final Map<String, String> HERE = Map.of("LANGEVIN_HOST", InProcess.HOST);

  @TempDir Path data;

  @Test
  void predict_isToTheBitWhatItIsOverANetwork() {
    List<ByteString> near;
    try (Fixture fixture = Fixture.start(data, HERE)) {
      near = fixture.open("perrow").step(Peer.guided(1, 3, 500).build()).outputs();
    }
    try (Fixture fixture = Fixture.start(data, Map.of())) {
      assertThat(fixture.open("perrow").step(Peer.guided(1, 3, 500).build()).outputs())
          .isEqualTo(near);
    }
  }

  @Test
  void conditionings_areTakenFromAPeerThatHasNotYetReadThatItsStreamIsOpen() throws Exception {
    try (Fixture fixture = Fixture.start(data, HERE)) {
      BlockingClientCall<PredictRequest, PredictResponse> call =
          DenoiserServiceGrpc.newBlockingV2Stub(fixture.channel()).predict();
      Open open = Open.newBuilder().setModel("perrow").setConditionings(4).build();
      write(call, PredictRequest.newBuilder().setOpen(open));
      for (int i = 0; i < 4; i++) {
        write(call, PredictRequest.newBuilder().setConditioning(Peer.chunk(i, 5)));
      }
      assertThat(call.read(10, TimeUnit.SECONDS).hasOpened()).isTrue();
      write(call, PredictRequest.newBuilder().setStep(Peer.guided(1, 3, 500)));
      assertThat(call.read(10, TimeUnit.SECONDS).getPrediction().getOutputsCount()).isEqualTo(2);
      call.cancel("the test is done", null);
    }
  }

  private static void write(
      BlockingClientCall<PredictRequest, PredictResponse> call, PredictRequest.Builder request)
      throws Exception {
    assertThat(call.write(request.build(), 10, TimeUnit.SECONDS)).isTrue();
  }
}
