package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.guidance.Interval;
import dev.langevin.sampling.guidance.Negatives;
import dev.langevin.sampling.guidance.Projected;
import dev.langevin.sampling.guidance.Rescaled;
import dev.langevin.sampling.guidance.ScaleCurve;
import dev.langevin.sampling.noise.NoiseSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateTest {
  private static final int SIZE = 37; // not a multiple of 16, so that the tail rule is used

  static Stream<Arguments> samplersAndGuidances() {
    Guidance cfg = new ClassifierFree(4);
    Map<String, Guidance> guidances =
        Map.of(
            "cfg", cfg,
            "rescaled", new Rescaled(cfg, 0.7),
            "interval", new Interval(cfg, 0.3, 3),
            "apg", new Projected(4, 0.1, 5, -0.5),
            "perpendicular", new Negatives(3, List.of(0.5), true),
            "curve", new ScaleCurve(6, 1, ScaleCurve.Shape.LINEAR, 9));
    return Samplers.names().stream()
        .flatMap(
            name ->
                guidances.entrySet().stream().map(g -> arguments(name, g.getKey(), g.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("samplersAndGuidances")
  void bytes_afterAnyEvaluation_goOnWithTheSameBits(String name, String kind, Guidance guidance) {
    Sampler sampler = Samplers.create(Configs.modelOf(name), request(name).withGuidance(guidance));
    assertGoesOn(sampler, sampler.start(3, SIZE));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void bytes_afterAStartInMidPlan_goOnWithTheSameBits(String name) {
    Sampler sampler =
        Samplers.create(Configs.modelOf(name), request(name).withNoise(NoiseSource.TORCH_CUDA));
    float[] x0 = new float[SIZE];
    Arrays.fill(x0, 0.5f);
    for (Evaluation e : sampler.plan().evaluations()) {
      if (e.stage() == 0) {
        assertGoesOn(sampler, sampler.startAt(e.index(), x0, 3));
      } else {
        assertThatThrownBy(() -> sampler.startAt(e.index(), x0, 3))
            .hasMessageContaining("the first of its step");
      }
    }
  }

  /** A schedule whose first step goes from σ of 20,000 to a few: what cancels must not give NaN. */
  @ParameterizedTest
  @MethodSource("samplersOfTimesteps")
  void run_onACosineSchedule_staysFinite(String name) {
    Map<String, Object> config = Configs.modelOf(name);
    config.put("beta_schedule", "squaredcos_cap_v2");
    config.put("prediction_type", "v_prediction");
    config.put("timestep_spacing", "trailing");
    for (int steps : new int[] {4, 5, 7, 10, 20, 50}) {
      Sampler sampler = Samplers.create(config, SamplingRequest.ofSteps(steps).withSampler(name));
      assertGoesOn(sampler, sampler.start(3, SIZE));
    }
  }

  static Stream<String> samplersOfTimesteps() {
    return samplers()
        .filter(name -> Configs.modelOf(name).get("_class_name").equals("PNDMScheduler"));
  }

  static Stream<String> samplers() {
    return Samplers.names().stream();
  }

  private static SamplingRequest request(String name) {
    SamplingRequest request = SamplingRequest.ofSteps(9).withSampler(name);
    return switch (name) {
      case "ddim" -> request.withArgument("eta", 0.7);
      case "euler" -> request.withArgument("s_churn", 3);
      case "score_sde_vp" -> request.withArgument("correct_steps", 1);
      default -> request;
    };
  }

  private static void assertGoesOn(Sampler sampler, State start) {
    State straight = start;
    State restored = straight;
    while (!sampler.done(straight)) {
      straight = step(sampler, straight);
      restored = step(sampler, State.fromBytes(restored.toBytes()));
      assertThat(restored.toBytes()).isEqualTo(straight.toBytes());
      assertFinite(straight.x());
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

  private static void assertFinite(float[] values) {
    for (float value : values) {
      assertThat(Float.isFinite(value)).isTrue();
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
