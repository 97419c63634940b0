package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplersTest {
  private static final String EULER = "EulerDiscreteScheduler";

  @ParameterizedTest
  @CsvSource({
    "euler, euler",
    "Euler, euler",
    "Euler a, euler_ancestral",
    "euler_a, euler_ancestral",
    "k_euler_ancestral, euler_ancestral",
    "EulerAncestralDiscreteScheduler, euler_ancestral",
    "DPM++ 2M, dpmpp_2m",
    "DPM++ 2M Karras, dpmpp_2m",
    "dpmpp_2m_karras, dpmpp_2m",
    "DPM++ 2M SDE Karras, dpmpp_2m_sde",
    "k_dpmpp_2m, dpmpp_2m",
    "DPM++ 3M SDE Exponential, dpmpp_3m_sde",
    "DPMSolverMultistepScheduler, dpmpp_2m",
    "DDIM, ddim",
    "ddpm, ddpm"
  })
  void named_anyNameOfTheField_isOurs(String name, String ours) {
    assertThat(Samplers.named(name).name()).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "EulerDiscreteScheduler, euler",
    "Euler a, euler_ancestral",
    "k_euler, euler",
    "DPM++ 2M, dpmpp_2m",
    "DPM++ 2M Karras, dpmpp_2m_karras",
    "dpmpp_2m_karras, dpmpp_2m_karras"
  })
  void canonicalName_keepsTheSpacing(String name, String ours) {
    assertThat(Samplers.canonicalName(name)).isEqualTo(ours);
  }

  @Test
  void named_everyNameAndAliasAndClass_resolvesToItself() {
    for (SamplerInfo info : Samplers.all()) {
      assertThat(Samplers.named(info.name())).isEqualTo(info);
      info.aliases().forEach(alias -> assertThat(Samplers.named(alias)).isEqualTo(info));
      assertThat(Samplers.named(info.className()).className()).isEqualTo(info.className());
    }
    assertThat(Samplers.names()).doesNotHaveDuplicates().contains("ddpm", "ddim", "dpmpp_2m");
  }

  @Test
  void ofModel_keysOfAVariant_isThatVariant() {
    assertThat(Samplers.ofModel(Configs.of("DDIMScheduler")).name()).isEqualTo("ddim");
    Map<String, Object> sde =
        Configs.of("DPMSolverMultistepScheduler", "algorithm_type", "sde-dpmsolver++");
    assertThat(Samplers.ofModel(sde).name()).isEqualTo("dpmpp_2m_sde");
  }

  /** Stable Diffusion's file is PNDM with leading spacing by default of that class. */
  @Test
  void create_anotherSampler_takesWrittenKeysAndTheDefaultsOfTheNewClass() {
    Map<String, Object> model = Configs.stableDiffusion();
    assertThat(times(model, SamplingRequest.ofSteps(4).withSampler("ddim")))
        .as("leading by default, steps_offset as written")
        .containsExactly(751.0, 501.0, 251.0, 1.0);
    assertThat(times(model, SamplingRequest.ofSteps(4).withSampler("dpmpp_2m")))
        .as("linspace by default")
        .containsExactly(999.0, 749.0, 500.0, 250.0);
  }

  @Test
  void create_keyThatOnlyAnotherClassTakes_isKeptForIt() {
    Map<String, Object> model = Configs.of("DDIMScheduler", "use_karras_sigmas", true);
    assertThat(times(model, SamplingRequest.ofSteps(3).withSampler("euler")))
        .isEqualTo(
            times(
                Configs.of("DDIMScheduler"),
                SamplingRequest.ofSteps(3).withSampler("euler_karras")));
  }

  @Test
  void create_keyAmongUsedDefaults_countsAsNotWritten() {
    Map<String, Object> model =
        Configs.of(
            "EulerDiscreteScheduler",
            "timestep_spacing",
            "linspace",
            "_use_default_values",
            List.of("timestep_spacing"));
    assertThat(times(model, SamplingRequest.ofSteps(4).withSampler("ddim")))
        .containsExactly(750.0, 500.0, 250.0, 0.0);
  }

  @Test
  void create_overrides_goOverTheModelAndTheName() {
    SamplingRequest request =
        SamplingRequest.ofSteps(4)
            .withSampler("ddim")
            .withOverrides(Map.of("timestep_spacing", "trailing"));
    assertThat(times(Configs.stableDiffusion(), request))
        .containsExactly(999.0, 749.0, 499.0, 249.0);
  }

  @Test
  void warnings_unknownKeys_areNamed() {
    SamplingRequest request =
        SamplingRequest.ofSteps(4)
            .withSampler("euler")
            .withOverrides(Map.of("solver_order", 2, "colour", "blue"));
    assertThat(Samplers.warnings(Configs.of("DDIMScheduler"), request))
        .containsExactly(
            "colour: not a key of any scheduler; ignored",
            "solver_order: not a key of EulerDiscreteScheduler; ignored");
  }

  /** EulerDiscreteScheduler of the reference gives these numbers for these levels. */
  @Test
  void create_sigmasThatEndAboveZero_endThereAsInTheReference() {
    SamplingRequest request = SamplingRequest.ofSteps(9).withSigmas(List.of(10.0, 5.0, 1.0));
    Plan plan = Samplers.create(Map.of("_class_name", EULER), request).plan();
    assertThat(plan.steps()).isEqualTo(2);
    assertThat(plan.initialScale()).isEqualTo(10);
    assertThat(plan.evaluations())
        .extracting(e -> e.from().sigma(), e -> e.to().sigma())
        .containsExactly(tuple(10.0, 5.0), tuple(5.0, 1.0));
    assertThat(plan.evaluations().get(0).time()).isCloseTo(673.6655, within(1e-3));
    assertThat(plan.evaluations().get(1).time()).isCloseTo(565.3540, within(1e-3));
  }

  @Test
  void warnings_sigmasThatEndAboveZero_sayWhatStays() {
    SamplingRequest request = SamplingRequest.ofSteps(9).withSigmas(List.of(10.0, 5.0, 1.0));
    assertThat(Samplers.warnings(Configs.of(EULER), request))
        .containsExactly("sigmas: the last is 1, not 0: noise of that level stays in the picture");
    assertThat(Samplers.warnings(Configs.of(EULER), request.withSigmas(List.of(10.0, 0.0))))
        .isEmpty();
    Map<String, Object> flow = Configs.of("FlowMatchEulerDiscreteScheduler");
    assertThat(Samplers.warnings(flow, request.withSigmas(List.of(1.0, 0.5))))
        .as("it adds the 0 itself")
        .noneMatch(each -> each.startsWith("sigmas"));
  }

  @ParameterizedTest
  @CsvSource({
    "DPM++2MKarras, dpmpp_2m_karras",
    "eular, euler",
    "euler a karas, euler_karras",
    "dpmpp_3m_exponental, dpmpp_3m_exponential",
    "DPM++ 2M Krras, dpmpp_2m_karras"
  })
  void named_unknownName_suggestsTheNearest(String name, String nearest) {
    assertThatThrownBy(() -> Samplers.named(name))
        .hasMessageEndingWith("; did you mean " + nearest + "?");
  }

  @Test
  void ofImage_manyImages_countsOnAndWraps() {
    assertThat(Seeds.ofImage(7, 3)).isEqualTo(10);
    assertThat(Seeds.ofImage(Seeds.MAX, 1)).isZero();
  }

  private static List<Double> times(Map<String, Object> config, SamplingRequest request) {
    return Samplers.create(config, request).plan().evaluations().stream()
        .map(Evaluation::time)
        .toList();
  }
}
