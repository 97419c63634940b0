package dev.langevin.bench.fuzz.target;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.MessageMutator;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.NoiseInterval;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.WeightedPrompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a request says of sampling, over the configuration of a model. */
public final class SamplingRequestTarget extends Reader {
  private final Map<String, Object> model;

  /** Over the first model's configuration. */
  public SamplingRequestTarget(Models models) {
    this(config(models));
  }

  private SamplingRequestTarget(Map<String, Object> model) {
    super(
        "sampling-request",
        seeds(model),
        new MessageMutator(GenerationRequest.getDescriptor()).then(0.1, new ByteMutator()),
        List.of(SamplingException.class, InvalidProtocolBufferException.class));
    this.model = model;
  }

  private static Map<String, Object> config(Models models) {
    byte[] config = models.files("scheduler", "scheduler_config.json").getFirst();
    return SchedulerConfigs.parse(new String(config, StandardCharsets.UTF_8));
  }

  private static List<byte[]> seeds(Map<String, Object> model) {
    List<byte[]> seeds = new ArrayList<>();
    for (String sampler : Samplers.names()) {
      GenerationRequest request =
          GenerationRequest.newBuilder()
              .setPrompt("a cat")
              .setSteps(4)
              .setGuidanceScale(5)
              .setSampler(sampler)
              .setSamplerOptions(
                  SamplerOptions.newBuilder()
                      .setConfig(
                          Struct.newBuilder()
                              .putFields(
                                  "thresholding", Value.newBuilder().setBoolValue(false).build())
                              .putFields(
                                  "beta_end", Value.newBuilder().setNumberValue(0.02).build())))
              .build();
      if (usable(model, request)) {
        seeds.add(request.toByteArray());
      }
    }
    seeds.add(
        GenerationRequest.newBuilder()
            .setSampler("euler")
            .setSamplerOptions(
                SamplerOptions.newBuilder()
                    .addSigmas(5)
                    .addSigmas(1)
                    .addSigmas(0)
                    .putArguments("s_churn", 0.5))
            .setGuidanceOptions(
                GuidanceOptions.newBuilder()
                    .setMethod("perpendicular")
                    .setRescale(0.5)
                    .setInterval(NoiseInterval.newBuilder().setLow(0.1).setHigh(0.9))
                    .addNegatives(WeightedPrompt.newBuilder().setPrompt("b").setWeight(2)))
            .build()
            .toByteArray());
    return seeds;
  }

  private static boolean usable(Map<String, Object> model, GenerationRequest request) {
    try {
      Samplers.create(model, SamplingRequests.of(request));
      return true;
    } catch (SamplingException e) {
      return false; // a sampler of another family
    }
  }

  @Override
  public void feed(byte[] input) throws InvalidProtocolBufferException {
    GenerationRequest request = GenerationRequest.parseFrom(input);
    SamplingRequests.texts(request);
    Samplers.create(model, SamplingRequests.of(request));
    Samplers.warnings(model, SamplingRequests.of(request));
  }
}
