package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and messages of float16, in every combination with float32. */
class HalvesIT {
  @TempDir static Path data;
  private static Fixture fixture;

  @BeforeAll
  static void start() {
    fixture = Fixture.start(data, Map.of());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "half, TYPE_FLOAT, TYPE_FLOAT",
    "half, TYPE_FLOAT16, TYPE_FLOAT",
    "half, TYPE_FLOAT, TYPE_FLOAT16",
    "half, TYPE_FLOAT16, TYPE_FLOAT16",
    "perrow, TYPE_FLOAT16, TYPE_FLOAT",
    "perrow, TYPE_FLOAT, TYPE_FLOAT16",
    "perrow, TYPE_FLOAT16, TYPE_FLOAT16"
  })
  void predict_ofEitherType_isWhatFloatsGiveButForRounding(
      String model, Tensor.Type text, Tensor.Type latent) {
    List<Tensor> exact =
        open("perrow", Tensor.Type.TYPE_FLOAT)
            .step(step(1, 3, Tensor.Type.TYPE_FLOAT))
            .prediction()
            .getOutputsList();
    List<Tensor> outputs = open(model, text).step(step(1, 3, latent)).prediction().getOutputsList();
    assertThat(outputs).hasSize(2).extracting(Tensor::getType).containsOnly(latent);
    for (int row = 0; row < 2; row++) {
      float[] expected = Tensors.floats(exact.get(row));
      float[] given = Tensors.floats(outputs.get(row));
      for (int i = 0; i < expected.length; i++) {
        assertThat(given[i]).isCloseTo(expected[i], within(0.02f));
      }
    }
  }

  @Test
  void predict_ofBothTypes_sharesARun() {
    Peer floats = open("perrow", Tensor.Type.TYPE_FLOAT);
    Peer halves = open("perrow", Tensor.Type.TYPE_FLOAT16);
    fixture.whileBusy(
        () -> {
          floats.step(step(1, 3, Tensor.Type.TYPE_FLOAT));
          halves.step(step(1, 20, Tensor.Type.TYPE_FLOAT16));
          fixture.awaitWaitingRows(4);
        });
    assertThat(floats.prediction().getBatchRows()).isEqualTo(4);
    assertThat(halves.prediction().getBatchRows()).isEqualTo(4);
  }

  /** A finite float32 may have no float16: the answer's own type counts. */
  @ParameterizedTest
  @CsvSource({
    "half, 777, TYPE_FLOAT",
    "half, 666, TYPE_FLOAT16",
    "perrow, 777, TYPE_FLOAT16",
    "perrow, 666, TYPE_FLOAT"
  })
  void predict_beyondTheAnswersType_failsThatJobOnly(String model, double time, Tensor.Type type) {
    Peer good = open(model, Tensor.Type.TYPE_FLOAT);
    Peer bad = open(model, Tensor.Type.TYPE_FLOAT);
    fixture.whileBusy(
        () -> {
          good.step(step(1, 10, type));
          bad.step(step(7, time, type));
          fixture.awaitWaitingRows(4);
        });
    assertThat(good.prediction().getBatchRows()).isEqualTo(4);
    Status status = bad.failure().getStatus();
    assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(status.getDescription())
        .contains("sequence 7", "row 0", "time " + time, "NaN or infinity in FLOAT");
    assertThat(good.step(step(2, 10, type)).outputs()).hasSize(2);
  }

  @Test
  void predict_ofLargeNumbersThatFit_isAnswered() {
    List<ByteString> outputs =
        open("perrow", Tensor.Type.TYPE_FLOAT).step(step(1, 777, Tensor.Type.TYPE_FLOAT)).outputs();
    assertThat(outputs).hasSize(2);
  }

  private static Peer open(String model, Tensor.Type text) {
    Peer peer = Peer.connect(fixture.channel()).open(model, 2);
    peer.expect(MessageCase.OPENED);
    for (int i = 0; i < 2; i++) {
      ConditioningChunk.Builder chunk = Peer.chunk(i, 5).setType(text);
      float[] states = Peer.noise(i + 100, 5 * 6);
      peer.conditioning(chunk.setData(Tensors.of(text, states, 5, 6).getData()).build());
    }
    return peer;
  }

  private static Step step(long sequence, double time, Tensor.Type type) {
    Tensor latent = Tensors.of(type, Peer.noise(3, 4 * 8 * 8), 4, 8, 8);
    return Peer.guided(sequence, 3, time).setLatents(0, latent).build();
  }
}
