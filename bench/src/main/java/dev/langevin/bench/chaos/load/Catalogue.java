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

  private Catalogue() {}

  /** So many requests, the same for the same seed. */
  public static List<GenerationRequest> of(long seed, int size) {
    Random random = new Random(seed ^ size);
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                GenerationRequest.newBuilder()
                    .setPrompt(PROMPTS.get(random.nextInt(PROMPTS.size())))
                    .setNegativePrompt(random.nextInt(4) == 0 ? "night" : "")
                    .setSampler(SAMPLERS.get(i % SAMPLERS.size()))
                    .setSteps(random.nextInt(FEWEST_STEPS, MOST_STEPS + 1))
                    .setCount(COUNTS[random.nextInt(COUNTS.length)])
                    .setSeed(random.nextInt(1 << 20))
                    .build())
        .toList();
  }
}
