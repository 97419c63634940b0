package dev.langevin.bench.chaos.load;

import dev.langevin.v1.GenerationRequest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The distinct requests of a run. A picture depends on its request alone, so each is made once
 * before anything goes wrong, and what comes of it later is compared with that.
 */
public final class Catalogue {
  private static final List<String> PROMPTS =
      List.of(
          "a red sailboat at sunset with mountains",
          "a snowman at night",
          "a yellow hot-air balloon over the sea",
          "a blue house under a rainbow",
          "a lighthouse in the rain",
          "a green tree on a hill at noon",
          "two boats and a moon",
          "a castle in the snow");

  /** Of all families: with history, with noise, with several evaluations a step. */
  private static final List<String> SAMPLERS =
      List.of(
          "ddim",
          "euler_ancestral",
          "heun",
          "dpmpp_2m",
          "dpmpp_2m_sde",
          "pndm",
          "lms",
          "unipc",
          "dpm2_ancestral",
          "dpmpp_2s",
          "deis",
          "sa_solver");

  private static final int FEWEST_STEPS = 5;
  private static final int MOST_STEPS = 16;

  /** One picture is what most people ask for. */
  private static final int[] COUNTS = {1, 1, 1, 1, 1, 2, 2, 3};

  /** Lines of batches are many, and each is to end soon. */
  private static final int FEWEST_STEPS_OF_LINE = 4;

  private static final int MOST_STEPS_OF_LINE = 5;

  private Catalogue() {}

  /** So many requests, the same for the same seed. */
  public static List<GenerationRequest> of(long seed, int size) {
    return of(new Random(seed ^ size), size, FEWEST_STEPS, MOST_STEPS, COUNTS);
  }

  /** The same, for lines of batches. */
  public static List<GenerationRequest> lines(long seed, int size) {
    return of(
        new Random(seed ^ size), size, FEWEST_STEPS_OF_LINE, MOST_STEPS_OF_LINE, new int[] {1});
  }

  private static List<GenerationRequest> of(
      Random random, int size, int fewest, int most, int[] counts) {
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                GenerationRequest.newBuilder()
                    .setPrompt(PROMPTS.get(random.nextInt(PROMPTS.size())))
                    .setNegativePrompt(random.nextInt(4) == 0 ? "night" : "")
                    .setSampler(SAMPLERS.get(i % SAMPLERS.size()))
                    .setSteps(random.nextInt(fewest, most + 1))
                    .setCount(counts[random.nextInt(counts.length)])
                    .setSeed(random.nextInt(1 << 20))
                    .build())
        .toList();
  }
}
