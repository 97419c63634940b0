package dev.langevin.client.command;

import dev.langevin.client.png.PngRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to generate, as far as the command line says; the server fills in the rest. */
final class RequestOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "What the picture shows, as one argument in quotes.")
  String prompt;

  @Option(
      names = {"-n", "--negative"},
      preprocessor = TextAfterSign.class,
      paramLabel = "TEXT",
      description = "What the picture should move away from.")
  String negative;

  @Option(
      names = "--prompt-syntax",
      completionCandidates = Choices.Syntaxes.class,
      paramLabel = "NAME",
      description =
          "How prompts are written: plain, a1111 or comfy; the last two have weights such as"
              + " (word:1.3) and no limit of length.")
  String promptSyntax;

  @Option(
      names = "--clip-skip",
      paramLabel = "N",
      description =
          "Leave out the text model's last N layers, counted as diffusers does: 1 is what other"
              + " interfaces call 2.")
  Integer clipSkip;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      description = "A model; see langevin models.")
  String model;

  @Option(names = "--size", paramLabel = "WxH", description = "Width and height in pixels.")
  String size;

  @Option(names = "--steps", paramLabel = "N", description = "Sampling steps, 1 to 1000.")
  Long steps;

  @Option(
      names = {"-g", "--guidance"},
      paramLabel = "SCALE",
      description = "Classifier-free guidance scale, 1 (none) to 100.")
  Double guidance;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = "A sampler, by our name, diffusers' class name or a common alias.")
  String sampler;

  @Option(
      names = {"-s", "--seed"},
      paramLabel = "N",
      description = "Seed of the first image, 0 to 4294967295; the next image has the next seed.")
  Long seed;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "How many images, 1 to 16.")
  Long count;

  @Option(
      names = "--priority",
      completionCandidates = Choices.Priorities.class,
      paramLabel = "CLASS",
      description = "interactive (somebody waits) or batch.")
  String priority;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "Give the job up after this time: 90s, 10m, 24h, 6d.")
  String deadline;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label to keep with the generation; repeatable.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "PNG",
      description =
          "Make this picture again, with the parameters in its metadata; other options"
              + " override them.")
  Path from;

  @Mixin SamplingOptions sampling = new SamplingOptions();

  private String modelDigest = "";

  /** Digest of the model that made the picture of {@code --from}; empty if there is none. */
  String modelDigest() {
    return modelDigest;
  }

  /**
   * The request.
   *
   * @throws dev.langevin.client.CommandException if a value can't be right for any model
   */
  GenerationRequest request() {
    GenerationRequest.Builder request = GenerationRequest.newBuilder();
    if (from != null) {
      PngRequest picture = PngRequest.read("--from", from);
      request = picture.request().toBuilder();
      modelDigest = picture.modelDigest();
    }
    if (prompt != null || from == null) {
      request.setPrompt(prompt == null ? "" : prompt);
    }
    Checks.text("prompt", request.getPrompt(), true);
    if (negative != null) {
      request.setNegativePrompt(Checks.text("negative prompt", negative, false));
    }
    if (promptSyntax != null) {
      request.setPromptSyntax(syntax(promptSyntax));
    }
    if (clipSkip != null) {
      request.setClipSkip(Checks.clipSkip(clipSkip));
    }
    if (model != null) {
      request.setModel(Checks.name("model", model));
    }
    if (size != null) {
      request.setSize(Checks.size(size));
    }
    if (steps != null) {
      request.setSteps((int) Checks.range("steps", steps, 1, 1000));
    }
    if (guidance != null) {
      request.setGuidanceScale(Checks.range("guidance", guidance, 1.0, 100.0));
    }
    if (sampler != null) {
      request.setSampler(Checks.name("sampler", sampler));
    }
    if (seed != null) {
      request.setSeed((int) Checks.range("seed", seed, 0, 0xFFFF_FFFFL));
    }
    if (count != null) {
      request.setCount((int) Checks.range("count", count, 1, 16));
    }
    if (priority != null) {
      request.setPriority(priority(priority));
    }
    if (deadline != null) {
      request.setDeadline(Checks.deadline(deadline));
    }
    sampling.apply(request);
    return request.putAllLabels(Checks.labels(labels)).build();
  }

  private static PromptSyntax syntax(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "plain" -> PromptSyntax.PROMPT_SYNTAX_PLAIN;
      case "a1111" -> PromptSyntax.PROMPT_SYNTAX_A1111;
      case "comfy" -> PromptSyntax.PROMPT_SYNTAX_COMFY;
      default ->
          throw dev.langevin.client.CommandException.invalid(
              "prompt syntax", text, "is not plain, a1111 or comfy");
    };
  }

  private static Priority priority(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "interactive" -> Priority.PRIORITY_INTERACTIVE;
      case "batch" -> Priority.PRIORITY_BATCH;
      default ->
          throw dev.langevin.client.CommandException.invalid(
              "priority", text, "is not interactive or batch");
    };
  }
}
