package dev.langevin.client.command;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.client.CommandException;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.NoiseInterval;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.SamplerOptions.NoiseSource;
import dev.langevin.v1.WeightedPrompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How sampler and guidance are set up, for those who know them. */
final class SamplingOptions {
  private static final Pattern WEIGHTED = Pattern.compile("(.*):(\\d+(?:\\.\\d+)?)");
  private static final Pattern INTERVAL = Pattern.compile("([\\d.eE+-]+):([\\d.eE+-]+)");

  @Option(
      names = "--sampler-arg",
      paramLabel = "NAME=NUMBER",
      description = "An argument of the sampler's step, such as eta=1 or s_churn=5; repeatable.")
  Map<String, Double> arguments = new LinkedHashMap<>();

  @Option(
      names = "--scheduler",
      paramLabel = "KEY=VALUE",
      description = "A key over the model's scheduler_config.json; repeatable.")
  Map<String, String> keys = new LinkedHashMap<>();

  @Option(
      names = "--timesteps",
      split = ",",
      paramLabel = "T",
      description = "Visit these timesteps in place of the sampler's own; they set the steps.")
  List<Double> timesteps = new ArrayList<>();

  @Option(
      names = "--sigmas",
      split = ",",
      paramLabel = "S",
      description =
          "Visit these noise levels in place of the sampler's own, with euler down to a last 0"
              + " (14.6,5,1,0 is three steps), with flow_euler without it.")
  List<Double> sigmas = new ArrayList<>();

  @Option(
      names = "--noise",
      paramLabel = "SOURCE",
      description = "cpu (as diffusers draws it) or cuda (GPU noise of the common interfaces).")
  String noise;

  @Option(
      names = "--guidance-method",
      paramLabel = "NAME",
      description = "cfg, cfg_pp, apg, perpendicular or negatives.")
  String method;

  @Option(
      names = "--guidance-rescale",
      paramLabel = "SHARE",
      description = "Share of the prompt's own contrast to restore, 0 to 1.")
  Double rescale;

  @Option(
      names = "--guidance-interval",
      paramLabel = "LOW:HIGH",
      description = "Noise levels between which guidance acts.")
  String interval;

  @Option(
      names = "--guidance-end",
      paramLabel = "SCALE",
      description = "Guidance scale at the last step, 1 to 100.")
  Double endScale;

  @Option(
      names = "--also-not",
      preprocessor = TextAfterSign.class,
      paramLabel = "TEXT[:WEIGHT]",
      description = "A negative prompt of the methods perpendicular and negatives; repeatable.")
  List<String> negatives = new ArrayList<>();

  /** Writes them over what the request says. */
  void apply(GenerationRequest.Builder request) {
    SamplerOptions.Builder sampler = request.getSamplerOptions().toBuilder();
    sampler.putAllArguments(arguments);
    if (!timesteps.isEmpty()) {
      sampler.clearTimesteps().addAllTimesteps(timesteps);
    }
    if (!sigmas.isEmpty()) {
      sampler.clearSigmas().addAllSigmas(sigmas);
    }
    if (noise != null) {
      sampler.setNoiseSource(source(noise));
    }
    if (!keys.isEmpty()) {
      Struct.Builder config = sampler.getConfig().toBuilder();
      keys.forEach((key, value) -> config.putFields(key, value(value)));
      sampler.setConfig(config);
    }
    if (!sampler.build().equals(SamplerOptions.getDefaultInstance())) {
      request.setSamplerOptions(sampler);
    }
    GuidanceOptions.Builder guidance = request.getGuidanceOptions().toBuilder();
    guidance(guidance);
    if (!guidance.build().equals(GuidanceOptions.getDefaultInstance())) {
      request.setGuidanceOptions(guidance);
    }
  }

  private void guidance(GuidanceOptions.Builder guidance) {
    if (method != null) {
      guidance.setMethod(Checks.name("guidance method", method));
    }
    if (rescale != null) {
      guidance.setRescale(Checks.range("guidance rescale", rescale, 0.0, 1.0));
    }
    if (endScale != null) {
      guidance.setEndScale(Checks.range("guidance end", endScale, 1.0, 100.0));
    }
    if (interval != null) {
      guidance.setInterval(levels(interval));
    }
    if (!negatives.isEmpty()) {
      guidance.clearNegatives();
      negatives.forEach(negative -> guidance.addNegatives(weighted(negative)));
    }
  }

  private static NoiseInterval levels(String text) {
    Matcher m = INTERVAL.matcher(text);
    try {
      if (m.matches()) {
        double low = Double.parseDouble(m.group(1));
        double high = Double.parseDouble(m.group(2));
        return NoiseInterval.newBuilder().setLow(low).setHigh(high).build();
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw CommandException.invalid(
        "guidance interval", text, "is not LOW:HIGH in noise levels, such as 0.3:5");
  }

  /** A text with its weight behind a last colon, which is 1 where there is none. */
  private static WeightedPrompt weighted(String text) {
    Matcher m = WEIGHTED.matcher(text);
    return m.matches()
        ? WeightedPrompt.newBuilder()
            .setPrompt(m.group(1))
            .setWeight(Double.parseDouble(m.group(2)))
            .build()
        : WeightedPrompt.newBuilder().setPrompt(text).build();
  }

  private static NoiseSource source(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "cpu" -> NoiseSource.NOISE_SOURCE_TORCH_CPU;
      case "cuda", "gpu", "nv" -> NoiseSource.NOISE_SOURCE_TORCH_CUDA;
      default -> throw CommandException.invalid("noise", text, "is not cpu or cuda");
    };
  }

  private static Value value(String text) {
    return switch (text) {
      case "true", "false" -> Value.newBuilder().setBoolValue(text.equals("true")).build();
      case "null" -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
      default -> {
        try {
          yield Value.newBuilder().setNumberValue(Double.parseDouble(text)).build();
        } catch (NumberFormatException e) {
          yield Value.newBuilder().setStringValue(text).build();
        }
      }
    };
  }
}
