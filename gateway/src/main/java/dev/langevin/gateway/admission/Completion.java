package dev.langevin.gateway.admission;

import com.google.protobuf.Duration;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Entry;
import dev.langevin.runtime.config.Spelling;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.Size;
import java.util.stream.Collectors;

/**
 * Fills in what a request leaves out, from its model, so that the stored request makes the same
 * pictures by itself, and refuses what the model can't do. Pure.
 */
public final class Completion {
  /** The deadline of a request that names none. */
  static final Duration DEADLINE = Duration.newBuilder().setSeconds(24 * 3600).build();

  /**
   * What a request became.
   *
   * @param request with every field set
   * @param entry its model
   * @param rows that the network is to run for it: one for each picture, evaluation and
   *     conditioning
   */
  public record Completed(GenerationRequest request, Entry entry, long rows) {}

  /**
   * The same with what its sampler will do.
   *
   * @param plan made on the way; thousands of numbers, so that it is not to be kept for long
   */
  public record Planned(Completed completed, Plan plan) {}

  /** A sampler's plan, and the guidance that says how many rows each of its evaluations has. */
  private record Sampled(Plan plan, Guidance guidance) {
    long rows(int pictures) {
      long rows = 0;
      for (Evaluation evaluation : plan.evaluations()) {
        rows += guidance.rows(evaluation).length;
      }
      return rows * pictures;
    }
  }

  private Completion() {}

  /**
   * Completes a request that {@link RequestRules} found in order.
   *
   * @param id the generation's id, from which an absent seed derives
   */
  public static Completed complete(GenerationRequest request, Catalog catalog, String id) {
    return planned(request, catalog, id).completed();
  }

  /** The same for those who look at the plan. */
  public static Planned planned(GenerationRequest request, Catalog catalog, String id) {
    Entry entry = usable(request.getModel(), catalog);
    Model model = entry.model();
    Violations violations = new Violations();
    GenerationRequest.Builder full = request.toBuilder().setModel(entry.id().toString());
    size(full, request, model, violations);
    if (!request.hasSteps()) {
      full.setSteps(model.getDefaultSteps());
    }
    if (!request.hasCount()) {
      full.setCount(1);
    }
    most("count", full.getCount(), model.getMaxCount(), violations);
    if (!request.hasGuidanceScale()) {
      full.setGuidanceScale(model.getDefaultGuidanceScale());
    }
    if (!request.hasSeed()) {
      full.setSeed(Identity.seedOf(id));
    }
    if (request.getPriority() == Priority.PRIORITY_UNSPECIFIED) {
      full.setPriority(Priority.PRIORITY_INTERACTIVE);
    }
    if (request.getPromptSyntax() == PromptSyntax.PROMPT_SYNTAX_UNSPECIFIED) {
      full.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_PLAIN);
    }
    clipSkip(request, model, violations);
    if (!request.hasDeadline()) {
      full.setDeadline(DEADLINE);
    }
    Sampled sampled = sampler(full, request, entry, violations);
    previews(full);
    violations.throwIfAny();
    long rows = sampled.rows(full.getCount());
    return new Planned(new Completed(full.build(), entry, rows), sampled.plan());
  }

  /** Every step's unless told otherwise; of no step is the same as none. */
  private static void previews(GenerationRequest.Builder full) {
    PreviewOptions wanted = full.getPreviews();
    int steps = wanted.hasSteps() ? Math.min(wanted.getSteps(), full.getSteps()) : full.getSteps();
    if (!full.hasPreviews() || steps == 0) {
      full.clearPreviews();
      return;
    }
    full.getPreviewsBuilder().setSteps(steps);
    if (wanted.getMethod() == PreviewOptions.Method.METHOD_UNSPECIFIED) {
      full.getPreviewsBuilder().setMethod(PreviewOptions.Method.METHOD_LINEAR);
    }
  }

  /**
   * The model that a request names, the server's first for none.
   *
   * @throws GatewayException if there is none of the name, or it can't be used at present
   */
  public static Entry usable(String name, Catalog catalog) {
    Entry entry = entry(name, catalog.required());
    if (!entry.model().getProblem().isEmpty()) {
      throw GatewayException.modelUnusable(entry.model().getName(), entry.model().getProblem());
    }
    return entry;
  }

  private static Entry entry(String name, Catalog catalog) {
    if (name.isEmpty()) {
      return catalog.entries().values().iterator().next();
    }
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                GatewayException.invalid(
                    "model: %s is not one of %s; did you mean %s?"
                        .formatted(
                            Violations.shown(name),
                            String.join(", ", catalog.names()),
                            Spelling.nearest(name, catalog.spellings()))));
  }

  private static void size(
      GenerationRequest.Builder full,
      GenerationRequest request,
      Model model,
      Violations violations) {
    if (!request.hasSize()) {
      full.setSize(model.getSizes(0));
    } else if (!makes(model, request.getSize())) {
      violations.add(
          "size: %s is not one of %s%s"
              .formatted(
                  text(request.getSize()),
                  model.getSizesList().stream()
                      .map(Completion::text)
                      .collect(Collectors.joining(", ")),
                  others(model)));
    }
  }

  private static void clipSkip(GenerationRequest request, Model model, Violations violations) {
    String value = Integer.toUnsignedString(request.getClipSkip());
    if (request.hasClipSkip() && model.getMaxClipSkip() == 0) {
      violations.add(
          "clip_skip: %s is not possible; the text encoder of model %s was exported without hidden states"
              .formatted(value, model.getName()));
    } else if (Integer.compareUnsigned(request.getClipSkip(), model.getMaxClipSkip()) > 0) {
      violations.range("clip_skip", value, 1, model.getMaxClipSkip());
    }
  }

  /** Whether a model makes pictures of this size. */
  public static boolean makes(Model model, Size size) {
    long width = Integer.toUnsignedLong(size.getWidth());
    long height = Integer.toUnsignedLong(size.getHeight());
    long multiple = model.getSizeMultiple();
    boolean other =
        multiple > 0
            && width > 0
            && height > 0
            && width % multiple == 0
            && height % multiple == 0
            && width <= model.getMaxPixels() / height;
    return other || model.getSizesList().contains(size);
  }

  private static String others(Model model) {
    return model.getSizeMultiple() == 0
        ? ""
        : ", or of multiples of %d each way with at most %d pixels in all"
            .formatted(model.getSizeMultiple(), model.getMaxPixels());
  }

  private static String text(Size size) {
    return Integer.toUnsignedString(size.getWidth())
        + "x"
        + Integer.toUnsignedString(size.getHeight());
  }

  private static void most(String field, int value, int max, Violations violations) {
    if (value > max) {
      violations.range(field, value, 1, max);
    }
  }

  /**
   * Resolves the sampler's name, and lets it make its plan: what it can't do is refused here, not
   * in the queue.
   *
   * @return null where there is a violation
   */
  private static Sampled sampler(
      GenerationRequest.Builder full,
      GenerationRequest request,
      Entry entry,
      Violations violations) {
    String wanted = request.getSampler().strip();
    try {
      full.setSampler(
          wanted.isEmpty() ? entry.model().getDefaultSampler() : Samplers.canonicalName(wanted));
      int most = entry.model().getMaxSteps();
      if (!custom(request) && full.getSteps() > most) { // plans of more are not even made
        violations.range("steps", full.getSteps(), 1, most);
        return null;
      }
      SamplingRequest sampling = SamplingRequests.of(full.build());
      Plan plan = Samplers.create(entry.schedulerConfig(), sampling).plan();
      if (custom(request)) {
        int steps = plan.steps();
        if (request.hasSteps() && request.getSteps() != steps) {
          violations.add(
              "steps: %s contradicts %s; allowed: %d, or none"
                  .formatted(
                      Integer.toUnsignedString(request.getSteps()),
                      customSteps(request.getSamplerOptions(), steps),
                      steps));
        }
        full.setSteps(steps);
        most("steps", steps, most, violations);
      }
      return new Sampled(plan, sampling.guidance());
    } catch (SamplingException e) {
      violations.add(told(e));
      return null;
    }
  }

  /** Why a schedule can't be; values of any length are shortened. */
  public static String told(SamplingException e) {
    String shown = Violations.shown(e.value());
    return shown.equals(e.value()) ? e.getMessage() : e.getMessage().replace(e.value(), shown);
  }

  /** What sets the number of steps. */
  private static String customSteps(SamplerOptions options, int steps) {
    boolean levels = options.getSigmasCount() > 0;
    return "sampler_options.%s, whose %d values make %d %s"
        .formatted(
            levels ? "sigmas" : "timesteps",
            levels ? options.getSigmasCount() : options.getTimestepsCount(),
            steps,
            steps == 1 ? "step" : "steps");
  }

  /** Whether timesteps or noise levels of its own set the number of steps. */
  private static boolean custom(GenerationRequest request) {
    return request.getSamplerOptions().getTimestepsCount() > 0
        || request.getSamplerOptions().getSigmasCount() > 0;
  }
}
