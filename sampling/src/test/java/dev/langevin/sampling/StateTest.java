package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.sampling.guidance.ClassifierFree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateTest {
  private static final int SIZE = 37; // not a multiple of 16, so that the tail rule is used

  static Stream<String> samplers() {
    return Samplers.names().stream();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void bytes_afterAnyEvaluation_goOnWithTheSameBits(String name) {
    Map<String, Object> config = Configs.modelOf(name);
    SamplingRequest request =
        SamplingRequest.ofSteps(9).withSampler(name).withGuidance(new ClassifierFree(4));
    if (name.equals("ddim")) {
      request = request.withArgument("eta", 0.7);
    } else if (name.equals("euler")) {
      request = request.withArgument("s_churn", 3);
    }
    Sampler sampler = Samplers.create(config, request);
    State straight = sampler.start(3, SIZE);
    State restored = straight;
    while (!sampler.done(straight)) {
      straight = step(sampler, straight);
      restored = step(sampler, State.fromBytes(restored.toBytes()));
      assertThat(restored.toBytes()).isEqualTo(straight.toBytes());
    }
    assertThat(sampler.done(restored)).isTrue();
  }

  @Test
  void advance_anyState_leavesItUnchanged() {
    for (String name : Samplers.names()) {
      Sampler sampler =
          Samplers.create(Configs.modelOf(name), SamplingRequest.ofSteps(5).withSampler(name));
      State state = sampler.start(3, SIZE);
      for (int i = 0; i < 5; i++) {
        byte[] before = state.toBytes();
        State next = step(sampler, state);
        assertThat(state.toBytes()).as(name).isEqualTo(before);
        state = next;
      }
    }
  }

  @Test
  void fromBytes_cutAnywhere_refuses() {
    byte[] bytes = state().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> State.fromBytes(cut)).isInstanceOf(SamplingException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> State.fromBytes(longer)).isInstanceOf(SamplingException.class);
  }

  @Test
  void fromBytes_randomBytes_refusesOrReads() {
    Random random = new Random(1);
    byte[] bytes = state().toBytes();
    for (int i = 0; i < 2000; i++) {
      byte[] wild = bytes.clone();
      wild[random.nextInt(40)] = (byte) random.nextInt();
      try {
        State.fromBytes(wild);
      } catch (SamplingException refused) {
        assertThat(refused.reason()).isEqualTo(SamplingException.Reason.BAD_STATE);
      }
    }
  }

  private static State state() {
    float[] some = {1, -2.5f, Float.MIN_VALUE};
    return new State(2, some, List.of(some, some), new float[] {4}, new byte[] {1, 2});
  }

  private static State step(Sampler sampler, State state) {
    Query query = sampler.query(state);
    float[][] rows = new float[query.conditionings().length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ToyDenoiser.answer(query.input(), query.time() + 300 * i, false);
    }
    return sampler.advance(state, rows).next();
  }
}
