package dev.langevin.sampling.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.sampling.Golden;
import dev.langevin.sampling.SamplingException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TorchNoiseTest {
  private static final Offset<Float> BAR = within(1e-6f);

  @Test
  void next_successiveTensorsOfOneGenerator_areTorchRandn() {
    for (JsonElement each : Golden.read("randn.json").getAsJsonArray("cases")) {
      JsonObject reference = each.getAsJsonObject();
      TorchNoise noise = TorchNoise.seeded(reference.get("seed").getAsLong());
      for (JsonElement draw : reference.getAsJsonArray("successive_draws")) {
        check(draw.getAsJsonObject(), noise);
      }
    }
  }

  private static void check(JsonObject draw, TorchNoise noise) {
    float[] ours = noise.next(draw.get("count").getAsInt());
    if (draw.has("values")) {
      assertThat(ours).containsExactly(Golden.floats(draw.get("values").getAsString()), BAR);
      return;
    }
    float[] head = Golden.floats(draw.get("head16").getAsString());
    float[] tail = Golden.floats(draw.get("tail16").getAsString());
    double sum = 0;
    for (int i = 0; i < ours.length; i++) {
      sum += ours[i];
      int fromEnd = ours.length - 1 - i;
      if (i < head.length) {
        assertThat(ours[i]).isCloseTo(head[i], BAR);
      }
      if (fromEnd < tail.length) {
        assertThat(ours[i]).isCloseTo(tail[tail.length - 1 - fromEnd], BAR);
      }
    }
    assertThat(sum).isCloseTo(draw.get("sum").getAsDouble(), within(1e-6 * ours.length));
  }

  /** The first numbers that every PyTorch user has seen. */
  @Test
  void next_fewerThanSixteen_takesTheScalarPath() {
    assertThat(TorchNoise.seeded(0).next(4))
        .containsExactly(new float[] {1.5410f, -0.2934f, -2.1788f, 0.5684f}, within(5e-5f));
    assertThat(TorchNoise.seeded(42).next(3))
        .containsExactly(new float[] {0.3367f, 0.1288f, 0.2345f}, within(5e-5f));
  }

  @Test
  void next_oddSmallTensor_keepsTheSecondOfThePairForTheNextSmallTensor() {
    float[] whole = TorchNoise.seeded(7).next(6);
    TorchNoise parts = TorchNoise.seeded(7);
    assertThat(parts.next(3)).containsExactly(whole[0], whole[1], whole[2]);
    assertThat(parts.next(3)).containsExactly(whole[3], whole[4], whole[5]);
  }

  @Test
  void restore_anywhere_goesOnWithTheSameBits() {
    TorchNoise noise = TorchNoise.seeded(11);
    for (int count : new int[] {1, 16, 3, 700, 17, 5, 2, 256}) {
      TorchNoise restored = TorchNoise.restore(noise.position());
      assertThat(restored.position()).isEqualTo(noise.position());
      assertThat(restored.next(count)).containsExactly(noise.next(count));
    }
  }

  @Test
  void restore_otherBytes_refuses() {
    assertThatThrownBy(() -> TorchNoise.restore(new byte[3])).isInstanceOf(SamplingException.class);
    byte[] wild = TorchNoise.seeded(1).position();
    wild[12] = 127;
    assertThatThrownBy(() -> TorchNoise.restore(wild)).isInstanceOf(SamplingException.class);
  }

  @Test
  void resumed_nothingDrawn_keepsThePositionItWasGiven() {
    byte[] position = TorchNoise.seeded(5).position();
    assertThat(new ResumedNoise(position).position()).isSameAs(position);
  }
}
