package dev.langevin.runtime.sampling;

import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.guidance.Guidances;
import dev.langevin.sampling.guidance.Interval;
import dev.langevin.sampling.guidance.Negatives;
import dev.langevin.sampling.guidance.PlusPlus;
import dev.langevin.sampling.guidance.Projected;
import dev.langevin.sampling.guidance.Rescaled;
import dev.langevin.sampling.guidance.ScaleCurve;
import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.WeightedPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what a generation's request says about sampling. */
public final class SamplingRequests {
  private static final double LAMBDA = 0.6;
  private static final double MOMENTUM = -0.5;

  private SamplingRequests() {}

  /**
   * The request for a plan.
   *
   * @throws SamplingException naming the field that can't be used
   */
  public static SamplingRequest of(GenerationRequest request) {
    SamplerOptions options = request.getSamplerOptions();
    SamplingRequest sampling =
        SamplingRequest.ofSteps(request.getSteps())
            .withGuidance(guidance(request))
            .withTimesteps(options.getTimestepsList())
            .withSigmas(options.getSigmasList())
            .withOverrides(Structs.map(options.getConfig()))
            .withNoise(noise(options));
    for (Map.Entry<String, Double> argument : options.getArgumentsMap().entrySet()) {
      sampling = sampling.withArgument(argument.getKey(), argument.getValue());
    }
    return request.getSampler().isEmpty() ? sampling : sampling.withSampler(request.getSampler());
  }

  /**
   * The text of a conditioning.
   *
   * @param field where the request has it; the unconditional prompt is nowhere
   * @param text the prompt
   */
  public record Text(String field, String text) {}

  /** The texts of the conditionings, as {@link Guidance} counts them. */
  public static List<Text> texts(GenerationRequest request) {
    GuidanceOptions options = request.getGuidanceOptions();
    List<Text> texts = new ArrayList<>(List.of(new Text("prompt", request.getPrompt())));
    if (many(options)) {
      texts.add(new Text("", ""));
    }
    if (!many(options) || options.getNegativesCount() == 0) {
      texts.add(new Text("negative_prompt", request.getNegativePrompt()));
    } else {
      for (int i = 0; i < options.getNegativesCount(); i++) {
        String field = "guidance_options.negatives[%d]".formatted(i);
        texts.add(new Text(field, options.getNegatives(i).getPrompt()));
      }
    }
    return texts;
  }

  private static Guidance guidance(GenerationRequest request) {
    GuidanceOptions options = request.getGuidanceOptions();
    Guidance guidance = method(request, options);
    if (options.getRescale() != 0) {
      guidance = new Rescaled(guidance, options.getRescale());
    }
    if (options.hasInterval()) {
      guidance =
          new Interval(guidance, options.getInterval().getLow(), options.getInterval().getHigh());
    }
    return guidance;
  }

  private static Guidance method(GenerationRequest request, GuidanceOptions options) {
    double scale = request.getGuidanceScale();
    return switch (name(options)) {
      case "cfg_pp" -> new PlusPlus(options.hasLambda() ? options.getLambda() : LAMBDA);
      case "apg" ->
          new Projected(
              scale,
              options.getParallel(),
              options.getThreshold(),
              options.hasMomentum() ? options.getMomentum() : MOMENTUM);
      case "perpendicular" -> new Negatives(scale, weights(request), true);
      case "negatives" -> new Negatives(scale, weights(request), false);
      default ->
          options.hasEndScale()
              ? new ScaleCurve(scale, options.getEndScale(), shape(options), steps(request))
              : new ClassifierFree(scale);
    };
  }

  private static boolean many(GuidanceOptions options) {
    String name = name(options);
    return name.equals("perpendicular") || name.equals("negatives");
  }

  private static String name(GuidanceOptions options) {
    return options.getMethod().isBlank() ? "cfg" : Guidances.named(options.getMethod());
  }

  private static List<WeightedPrompt> negatives(GenerationRequest request) {
    GuidanceOptions options = request.getGuidanceOptions();
    return options.getNegativesCount() > 0
        ? options.getNegativesList()
        : List.of(WeightedPrompt.newBuilder().setPrompt(request.getNegativePrompt()).build());
  }

  private static List<Double> weights(GenerationRequest request) {
    return negatives(request).stream().map(n -> n.hasWeight() ? n.getWeight() : 1).toList();
  }

  private static int steps(GenerationRequest request) {
    SamplerOptions options = request.getSamplerOptions();
    int custom = Math.max(options.getTimestepsCount(), options.getSigmasCount());
    return Math.max(1, custom > 0 ? custom : request.getSteps());
  }

  private static ScaleCurve.Shape shape(GuidanceOptions options) {
    return switch (options.getCurve()) {
      case CURVE_UNSPECIFIED, CURVE_LINEAR -> ScaleCurve.Shape.LINEAR;
      case CURVE_COSINE -> ScaleCurve.Shape.COSINE;
      case UNRECOGNIZED ->
          throw SamplingException.notOneOf(
              "curve", options.getCurveValue(), List.of("CURVE_LINEAR", "CURVE_COSINE"));
    };
  }

  private static NoiseSource noise(SamplerOptions options) {
    return switch (options.getNoiseSource()) {
      case NOISE_SOURCE_UNSPECIFIED, NOISE_SOURCE_TORCH_CPU -> NoiseSource.TORCH_CPU;
      case NOISE_SOURCE_TORCH_CUDA -> NoiseSource.TORCH_CUDA;
      case UNRECOGNIZED ->
          throw SamplingException.notOneOf(
              "noise_source",
              options.getNoiseSourceValue(),
              List.of("NOISE_SOURCE_TORCH_CPU", "NOISE_SOURCE_TORCH_CUDA"));
    };
  }
}
