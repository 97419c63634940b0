package dev.langevin.sampling;

import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerClass.Family;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.plan.Compiled;
import dev.langevin.sampling.plan.Compilers;
import dev.langevin.sampling.schedule.ForwardProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registry of samplers, and the way to make one. */
public final class Samplers {
  private Samplers() {}

  /** Our names, in the order in which to show them. */
  public static List<String> names() {
    return all().stream().map(SamplerInfo::name).toList();
  }

  /** All samplers. */
  public static List<SamplerInfo> all() {
    return SamplerNames.ENTRIES.stream().map(SamplerNames.Entry::info).toList();
  }

  /**
   * The sampler of a name: ours, a class name of diffusers, or an alias of a user interface.
   *
   * @throws SamplingException if there is none; it names those there are, and the nearest
   */
  public static SamplerInfo named(String name) {
    return SamplerNames.resolve(name).entry().info();
  }

  /**
   * Our one name for whatever a sampler is called: {@code dpmpp_2m_karras} for "DPM++ 2M Karras",
   * {@code euler} for EulerDiscreteScheduler.
   *
   * @throws SamplingException if there is none; it names those there are, and the nearest
   */
  public static String canonicalName(String name) {
    return SamplerNames.resolve(name).canonical();
  }

  /**
   * The sampler that a model's own configuration asks for, by our name.
   *
   * @throws SamplingException if the configuration is not one that we can do
   */
  public static SamplerInfo ofModel(Map<String, ?> schedulerConfig) {
    SchedulerConfig config = SchedulerConfig.of(schedulerConfig);
    return SamplerNames.ENTRIES.stream()
        .filter(entry -> entry.type() == config.type())
        .filter(entry -> agrees(config, entry.keys()))
        .findFirst()
        .or(() -> SamplerNames.first(config.type()))
        .orElseThrow(
            () ->
                SamplingException.unsupported(
                    "_class_name", config.type().className(), names().toString()))
        .info();
  }

  /**
   * Compiles a plan.
   *
   * @param schedulerConfig the model's {@code scheduler_config.json}: strings, numbers, booleans,
   *     lists and nulls
   * @throws SamplingException if configuration or request ask for what we cannot do
   */
  public static Sampler create(Map<String, ?> schedulerConfig, SamplingRequest request) {
    SchedulerConfig config = configured(schedulerConfig, request);
    Compiled compiled = Compilers.compile(config, request);
    if (request.guidance().splits() && !compiled.solver().splits()) {
      throw SamplingException.contradiction(
          "guidance", "cfg_pp", "the sampler does not tell its noise from its picture");
    }
    boolean variance = String.valueOf(config.value("variance_type")).startsWith("learned");
    return new PlannedSampler(
        compiled.plan(),
        compiled.solver(),
        compiled.parameterisation(),
        request.guidance(),
        request.noise(),
        variance);
  }

  /**
   * DDIM backwards: begun with {@link Sampler#startWith} a picture's latents, it ends at the noise
   * from which ddim would make them again, the better the more steps there are.
   *
   * @throws SamplingException if the model is not told timesteps, or the request names a sampler
   */
  public static Sampler inversion(Map<String, ?> schedulerConfig, SamplingRequest request) {
    if (request.sampler().isPresent()) {
      throw SamplingException.contradiction(
          "sampler", request.sampler().get(), "inversion is that of DDIM");
    }
    Map<String, Object> config = new LinkedHashMap<>(schedulerConfig);
    SchedulerClass model = SchedulerClass.named(schedulerConfig.get("_class_name"));
    checkFamily(model, SchedulerConfig.of(config, SchedulerClass.DDIM_INVERSE), "ddim");
    config.put("_class_name", SchedulerClass.DDIM_INVERSE.className());
    return create(config, request);
  }

  /**
   * The forward process that the model was trained with, as the request's sampler reads the
   * configuration.
   *
   * @throws SamplingException if configuration or request ask for what we cannot do
   */
  public static ForwardProcess forward(Map<String, ?> schedulerConfig, SamplingRequest request) {
    return ForwardProcess.of(configured(schedulerConfig, request));
  }

  /**
   * What is odd in a configuration and a request but not refused: unknown keys, levels without 0.
   */
  public static List<String> warnings(Map<String, ?> schedulerConfig, SamplingRequest request) {
    SchedulerConfig config = configured(schedulerConfig, request);
    List<String> unknown = config.unknownKeys();
    List<String> warnings = new ArrayList<>();
    for (String key : unknown) {
      warnings.add(key + ": not a key of any scheduler; ignored");
    }
    for (String key : request.overrides().keySet()) {
      if (!unknown.contains(key) && !config.type().defaults().containsKey(key)) {
        warnings.add(key + ": not a key of " + config.type().className() + "; ignored");
      }
    }
    List<Double> sigmas = request.sigmas();
    boolean noisy = !sigmas.isEmpty() && sigmas.getLast() > 0;
    if (noisy && config.type() == SchedulerClass.EULER) { // flow_euler adds the 0 by itself
      warnings.add(
          "sigmas: the last is %s, not 0: noise of that level stays in the picture"
              .formatted(Shown.value(sigmas.getLast())));
    }
    return warnings.stream().sorted().toList();
  }

  /** The model's configuration, as another class if the request names a sampler, with its keys. */
  private static SchedulerConfig configured(
      Map<String, ?> schedulerConfig, SamplingRequest request) {
    if (request.sampler().isEmpty()) {
      return SchedulerConfig.of(schedulerConfig).with(request.overrides());
    }
    SamplerNames.Resolved sampler = SamplerNames.resolve(request.sampler().get());
    SchedulerConfig config =
        SchedulerConfig.of(schedulerConfig, sampler.entry().type())
            .with(sampler.keys())
            .with(request.overrides());
    SchedulerClass.find(String.valueOf(schedulerConfig.get("_class_name")))
        .ifPresent(model -> checkFamily(model, config, request.sampler().get()));
    return config;
  }

  /** A network that is told one kind of noise level cannot serve a sampler that tells another. */
  private static void checkFamily(SchedulerClass model, SchedulerConfig config, String sampler) {
    boolean flow = model.family() == Family.FLOW && config.flag("use_flow_sigmas");
    if (config.type().family() != model.family() && !flow) {
      throw SamplingException.contradiction(
          "sampler", sampler, "the model is one of " + model.className() + ", of another family");
    }
  }

  private static boolean agrees(SchedulerConfig config, Map<String, Object> keys) {
    return keys.entrySet().stream()
        .allMatch(
            key ->
                key.getValue() instanceof Number wanted
                        && config.value(key.getKey()) instanceof Number found
                    ? wanted.doubleValue() == found.doubleValue()
                    : key.getValue().equals(config.value(key.getKey())));
  }
}
