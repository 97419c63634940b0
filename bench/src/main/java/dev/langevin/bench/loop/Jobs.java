package dev.langevin.bench.loop;

import com.google.protobuf.Duration;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Requests with every default filled in, so that both sides are asked for the same. No two have the
 * same prompt and seed.
 */
final class Jobs {
  /** Every kind of mixed job once: steps, guidance, sampler. */
  static final int KINDS = 40;

  private static final int[] STEPS = {4, 8, 20, 50};
  private static final List<String> SAMPLERS =
      List.of("dpmpp_2m_sde", "euler", "ddim", "euler_ancestral", "dpmpp_2m");
  private static final double GUIDED = 4;
  private static final double UNGUIDED = 1;
  private static final List<String> COLOURS =
      List.of("red", "blue", "green", "yellow", "white", "black", "pink");
  private static final List<String> THINGS =
      List.of("house", "tree", "car", "sailboat", "castle", "flower", "rocket", "mushroom");
  private static final List<String> SKIES = List.of("at sunset", "at night", "on a cloudy day");
  private static final List<String> GROUNDS =
      List.of("on grass", "on sand", "on snow", "by the sea", "with mountains");

  private final GenerationRequest.Builder common;
  private int made;

  /** For a model, in its default size. */
  Jobs(ModelDirectory model) {
    PictureSize size = model.card().sizes().getFirst();
    common =
        GenerationRequest.newBuilder()
            .setModel(model.id().toString())
            .setSize(Size.newBuilder().setWidth(size.width()).setHeight(size.height()))
            .setCount(1)
            .setPriority(Priority.PRIORITY_INTERACTIVE)
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_PLAIN)
            .setDeadline(Duration.newBuilder().setSeconds(3600));
  }

  /** The next guided job of so many steps, with the first of the samplers. */
  GenerationRequest guided(int steps) {
    return next(steps, GUIDED, SAMPLERS.getFirst());
  }

  /**
   * The next jobs of a mix: 4, 8, 20 and 50 steps, guided and not, five samplers, each combination
   * as often as any other, and neighbours unlike each other.
   */
  List<GenerationRequest> mixed(int count) {
    List<GenerationRequest> jobs = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> jobs.add(kind(i % KINDS)));
    return List.copyOf(jobs);
  }

  private GenerationRequest kind(int kind) {
    return next(
        STEPS[kind % STEPS.length],
        kind / STEPS.length % 2 == 0 ? GUIDED : UNGUIDED,
        SAMPLERS.get(kind % SAMPLERS.size()));
  }

  private GenerationRequest next(int steps, double guidance, String sampler) {
    int i = made++;
    String prompt =
        // The number makes each prompt new to the text encoder, which remembers those it has seen.
        "a %s %s %s %s, no. %d"
            .formatted(
                COLOURS.get(i % COLOURS.size()),
                THINGS.get(i % THINGS.size()),
                GROUNDS.get(i % GROUNDS.size()),
                SKIES.get(i % SKIES.size()),
                i);
    return common
        .setPrompt(prompt)
        .setSeed(i)
        .setSteps(steps)
        .setGuidanceScale(guidance)
        .setSampler(sampler)
        .build();
  }
}
