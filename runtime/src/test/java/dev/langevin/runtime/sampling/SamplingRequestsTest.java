package dev.langevin.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.runtime.sampling.SamplingRequests.Text;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.guidance.Interval;
import dev.langevin.sampling.guidance.Negatives;
import dev.langevin.sampling.guidance.PlusPlus;
import dev.langevin.sampling.guidance.Projected;
import dev.langevin.sampling.guidance.Rescaled;
import dev.langevin.sampling.guidance.ScaleCurve;
import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.NoiseInterval;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.WeightedPrompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingRequestsTest {
  private static final GenerationRequest PLAIN =
      GenerationRequest.newBuilder()
          .setPrompt("a boat")
          .setNegativePrompt("rain")
          .setSteps(5)
          .setGuidanceScale(4)
          .build();

  @Test
  void of_noOptions_isPlain() {
    SamplingRequest request = SamplingRequests.of(PLAIN);
    assertThat(request.guidance()).isEqualTo(new ClassifierFree(4));
    assertThat(request.noise()).isEqualTo(NoiseSource.TORCH_CPU);
    assertThat(request.sampler()).isEmpty();
    assertThat(SamplingRequests.texts(PLAIN))
        .containsExactly(new Text("prompt", "a boat"), new Text("negative_prompt", "rain"));
  }

  @Test
  void of_samplerOptions_areAllRead() {
    Struct config =
        Struct.newBuilder()
            .putFields("use_karras_sigmas", Value.newBuilder().setBoolValue(true).build())
            .putFields("solver_order", Value.newBuilder().setNumberValue(3).build())
            .putFields(
                "trained_betas", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())
            .putFields("timestep_spacing", Value.newBuilder().setStringValue("trailing").build())
            .putFields(
                "disable_corrector",
                Value.newBuilder()
                    .setListValue(
                        ListValue.newBuilder().addValues(Value.newBuilder().setNumberValue(2)))
                    .build())
            .build();
    SamplerOptions options =
        SamplerOptions.newBuilder()
            .addAllTimesteps(List.of(900.0, 10.0))
            .addSigmas(3)
            .putArguments("eta", 0.5)
            .setConfig(config)
            .setNoiseSource(SamplerOptions.NoiseSource.NOISE_SOURCE_TORCH_CUDA)
            .build();
    SamplingRequest request =
        SamplingRequests.of(
            PLAIN.toBuilder().setSampler("unipc").setSamplerOptions(options).build());
    assertThat(request.sampler()).contains("unipc");
    assertThat(request.timesteps()).containsExactly(900.0, 10.0);
    assertThat(request.sigmas()).containsExactly(3.0);
    assertThat(request.arguments()).containsEntry("eta", 0.5);
    assertThat(request.overrides())
        .containsEntry("use_karras_sigmas", true)
        .containsEntry("solver_order", 3.0)
        .containsEntry("trained_betas", null)
        .containsEntry("timestep_spacing", "trailing")
        .containsEntry("disable_corrector", List.of(2.0));
    assertThat(request.noise()).isEqualTo(NoiseSource.TORCH_CUDA);
  }

  @Test
  void of_guidanceMethods_areThose() {
    assertThat(guidance(options("CFG++").setLambda(0.4)).guidance()).isEqualTo(new PlusPlus(0.4));
    assertThat(guidance(options("apg").setParallel(0.2).setThreshold(9)).guidance())
        .isEqualTo(new Projected(4, 0.2, 9, -0.5));
    assertThat(guidance(options("").setRescale(0.7)).guidance())
        .isEqualTo(new Rescaled(new ClassifierFree(4), 0.7));
    NoiseInterval interval = NoiseInterval.newBuilder().setLow(0.3).setHigh(5).build();
    assertThat(guidance(options("cfg").setInterval(interval)).guidance())
        .isEqualTo(new Interval(new ClassifierFree(4), 0.3, 5));
    assertThat(
            guidance(options("cfg").setEndScale(1).setCurve(GuidanceOptions.Curve.CURVE_COSINE))
                .guidance())
        .isEqualTo(new ScaleCurve(4, 1, ScaleCurve.Shape.COSINE, 5));
  }

  @Test
  void prompts_negatives_standBehindAnEmptyBase() {
    GuidanceOptions.Builder options =
        options("negatives")
            .addNegatives(WeightedPrompt.newBuilder().setPrompt("rain").setWeight(0.5))
            .addNegatives(WeightedPrompt.newBuilder().setPrompt("text"));
    GenerationRequest request = PLAIN.toBuilder().setGuidanceOptions(options).build();
    assertThat(SamplingRequests.texts(request))
        .containsExactly(
            new Text("prompt", "a boat"),
            new Text("", ""),
            new Text("guidance_options.negatives[0]", "rain"),
            new Text("guidance_options.negatives[1]", "text"));
    assertThat(SamplingRequests.of(request).guidance())
        .isEqualTo(new Negatives(4, List.of(0.5, 1.0), false));
    GenerationRequest one = PLAIN.toBuilder().setGuidanceOptions(options("perpendicular")).build();
    assertThat(SamplingRequests.texts(one))
        .containsExactly(
            new Text("prompt", "a boat"), new Text("", ""), new Text("negative_prompt", "rain"));
  }

  @Test
  void of_whatCannotBeRead_isRefusedByName() {
    assertThatThrownBy(() -> guidance(options("pag")))
        .isInstanceOf(SamplingException.class)
        .hasMessageContaining("guidance: pag is not supported");
    Struct nested =
        Struct.newBuilder()
            .putFields(
                "beta_start",
                Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build())
            .build();
    GenerationRequest request =
        PLAIN.toBuilder().setSamplerOptions(SamplerOptions.newBuilder().setConfig(nested)).build();
    assertThatThrownBy(() -> SamplingRequests.of(request))
        .hasMessageContaining("beta_start: an object must be");
    SamplerOptions unknown = SamplerOptions.newBuilder().setNoiseSourceValue(9).build();
    assertThatThrownBy(
            () -> SamplingRequests.of(PLAIN.toBuilder().setSamplerOptions(unknown).build()))
        .hasMessageContaining("noise_source: 9 is not one of");
  }

  private static GuidanceOptions.Builder options(String method) {
    return GuidanceOptions.newBuilder().setMethod(method);
  }

  private static SamplingRequest guidance(GuidanceOptions.Builder options) {
    return SamplingRequests.of(PLAIN.toBuilder().setGuidanceOptions(options).build());
  }
}
