package dev.langevin.orchestrator.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.sampling.State;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  static final Origin ORIGIN =
      new Origin("1.0", ByteString.copyFromUtf8("hash"), "digest", "numerics, threads=2");

  @Test
  void bytes_thereAndBack_areTheSame() throws CorruptCheckpointException {
    Checkpoint checkpoint = at(7);
    Checkpoint read = Checkpoint.fromBytes(checkpoint.toBytes());

    assertThat(read.origin()).isEqualTo(ORIGIN);
    assertThat(read.evaluation()).isEqualTo(7);
    assertThat(read.states()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(read.states().get(i).toBytes()).isEqualTo(checkpoint.states().get(i).toBytes());
    }
  }

  @Test
  void fromBytes_anyByteChanged_isCorrupt() {
    byte[] bytes = at(7).toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> Checkpoint.fromBytes(changed))
          .as("byte %d", i)
          .isInstanceOf(CorruptCheckpointException.class);
    }
  }

  @Test
  void fromBytes_cutAnywhereOrLonger_isCorrupt() {
    byte[] bytes = at(7).toBytes();
    for (int length = 0; length <= bytes.length + 3; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> Checkpoint.fromBytes(other))
            .as("%d bytes", length)
            .isInstanceOf(CorruptCheckpointException.class)
            .hasMessageMatching("\\S.*");
      }
    }
  }

  @Test
  void new_statesOfDifferentEvaluations_isRefused() {
    assertThatThrownBy(() -> new Checkpoint(ORIGIN, List.of(state(1, 8), state(2, 8))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checkpoint(ORIGIN, List.of(state(1, 8), state(1, 9))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checkpoint(ORIGIN, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Checkpoint at(int evaluation) {
    return new Checkpoint(ORIGIN, List.of(state(evaluation, 8), state(evaluation, 8)));
  }

  private static State state(int evaluation, int size) {
    Random random = new Random(evaluation);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextFloat();
    }
    return new State(evaluation, x, List.of(x, x), new float[] {1, 2}, new byte[] {3, 4, 5});
  }
}
