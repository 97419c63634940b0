package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.sampling.noise.TorchNoise;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every trajectory of the reference, from the same seed, on the same toy denoiser. */
class ReferenceTrajectoriesTest {
  private static final double BAR = 1e-4;
  private static final double BAR_OF_LARGE_SIGMA = 1e-3; // the reference itself is off by 2.3e-4

  @TestFactory
  Stream<DynamicTest> trajectories() {
    JsonObject file = Golden.read("samplers.json");
    return StreamSupport.stream(file.getAsJsonArray("cases").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(each -> dynamicTest(each.get("name").getAsString(), () -> run(each)));
  }

  private static void run(JsonObject reference) {
    String name = reference.get("name").getAsString();
    Map<String, Object> config = Golden.map(reference.getAsJsonObject("scheduler_config"));
    SamplingRequest request = request(reference);
    Sampler sampler = Samplers.create(config, request);
    checkTimes(reference, sampler.plan());
    double error = follow(reference, sampler);
    double bar = sampler.plan().initialScale() > 1000 ? BAR_OF_LARGE_SIGMA : BAR;
    System.out.printf(Locale.ROOT, "%-60s %.2e%n", name, error);
    assertThat(error).as("largest error, to the scale of the reference").isLessThanOrEqualTo(bar);
  }

  private static SamplingRequest request(JsonObject reference) {
    SamplingRequest request =
        SamplingRequest.ofSteps(reference.get("num_inference_steps").getAsInt())
            .withTimesteps(Golden.numbers(reference.get("custom_timesteps")))
            .withSigmas(Golden.numbers(reference.get("custom_sigmas")));
    for (var argument : reference.getAsJsonObject("step_arguments").entrySet()) {
      request = request.withArgument(argument.getKey(), argument.getValue().getAsDouble());
    }
    JsonElement mu = reference.get("mu");
    return mu == null || mu.isJsonNull() ? request : request.withArgument("mu", mu.getAsDouble());
  }

  private static void checkTimes(JsonObject reference, Plan plan) {
    // A score network is told σ, and asked several times at each.
    boolean score = reference.has("toy");
    double[] times =
        plan.evaluations().stream()
            .skip(begin(reference))
            .filter(e -> !score || e.stage() == 0)
            .mapToDouble(Evaluation::time)
            .toArray();
    double[] expected =
        Golden.numbers(reference.get(score ? "sigmas" : "timesteps")).stream()
            .mapToDouble(t -> t)
            .toArray();
    assertThat(times).as("times").containsExactly(expected, within(1e-3));
  }

  /** Runs the case, and gives the largest error of its latents. */
  private static double follow(JsonObject reference, Sampler sampler) {
    int size = Golden.floats(reference.get("final").getAsString()).length;
    int offset = begin(reference);
    boolean learned = reference.get("learned_variance").getAsBoolean();
    State state = start(reference, sampler, size, offset);
    double error = 0;
    while (!sampler.done(state)) {
      Query query = sampler.query(state);
      float[] answer =
          reference.has("toy")
              ? ToyDenoiser.score(query.input(), query.time())
              : ToyDenoiser.answer(query.input(), query.time(), learned);
      state = sampler.advance(state, new float[][] {answer}).next();
      for (JsonElement each : reference.getAsJsonArray("intermediate")) {
        JsonObject point = each.getAsJsonObject();
        if (point.get("index").getAsInt() + 1 == state.evaluation() - offset) {
          error = Math.max(error, error(state.x(), point.get("latents").getAsString()));
        }
      }
    }
    return Math.max(error, error(state.x(), reference.get("final").getAsString()));
  }

  private static int begin(JsonObject reference) {
    return reference.has("begin_index") ? reference.get("begin_index").getAsInt() : 0;
  }

  private static State start(JsonObject reference, Sampler sampler, int size, int offset) {
    long seed = reference.get("seed").getAsLong();
    if (!reference.has("strength")) {
      assertThat(sampler.plan().initialScale())
          .isCloseTo(reference.get("init_noise_sigma").getAsDouble(), within(1e-3));
      return sampler.start(seed, size);
    }
    TorchNoise noise = TorchNoise.seeded(seed);
    float[] x0 = noise.next(size);
    for (int i = 0; i < size; i++) {
      x0[i] *= 0.5f;
    }
    return sampler.startAt(offset, x0, noise);
  }

  private static double error(float[] ours, String base64) {
    float[] theirs = Golden.floats(base64);
    double largest = 1;
    double difference = 0;
    for (int i = 0; i < theirs.length; i++) {
      largest = Math.max(largest, Math.abs(theirs[i]));
      double d = Math.abs((double) ours[i] - theirs[i]);
      difference = d <= difference ? difference : d; // keeps a NaN
    }
    return difference / largest;
  }
}
