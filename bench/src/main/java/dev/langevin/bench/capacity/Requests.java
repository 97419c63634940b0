package dev.langevin.bench.capacity;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients ask for: guided jobs, the samplers in turn, each under a request_id of its own and
 * with a seed that no other has.
 */
final class Requests {
  /** One in five draws noise at every step. */
  private static final List<String> SAMPLERS =
      List.of("euler", "ddim", "dpmpp_2m", "unipc", "euler_a");

  private static final String PROMPT =
      "a red sailboat at sunset, calm sea, long shadows, painted in gouache on rough paper";
  private static final String NEGATIVE_PROMPT = "people, text, frame, blurred";
  private static final double GUIDANCE_SCALE = 7.5;

  private final AtomicLong made = new AtomicLong();
  private final Priority priority;
  private final int steps;

  Requests(Priority priority, int steps) {
    this.priority = priority;
    this.steps = steps;
  }

  /** How many there were. */
  long made() {
    return made.get();
  }

  /** One that nobody has sent yet. */
  CreateGenerationRequest next() {
    long number = made.getAndIncrement();
    return CreateGenerationRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .setGeneration(
            GenerationRequest.newBuilder()
                .setPrompt(PROMPT)
                .setNegativePrompt(NEGATIVE_PROMPT)
                .setModel(ConstantModel.NAME)
                .setSampler(SAMPLERS.get((int) (number % SAMPLERS.size())))
                .setSteps(steps)
                .setGuidanceScale(GUIDANCE_SCALE)
                .setSeed(ThreadLocalRandom.current().nextInt())
                .setPriority(priority))
        .build();
  }
}
