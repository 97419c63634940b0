package dev.langevin.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.FakeDenoiser;
import dev.langevin.v1.Model;
import dev.langevin.v1.Sampler;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  @Test
  void read_plainModel_offersTheSamplersOfItsFamily() {
    Model model = Descriptions.read(FakeDenoiser.model("m")).model();
    assertThat(model.getProblem()).isEmpty();
    assertThat(model.getSamplersList())
        .extracting(Sampler::getName)
        .contains("ddpm", "ddim", "euler", "heun", "dpmpp_2m", "unipc", "lcm")
        .doesNotContain("edm_euler", "flow_euler", "score_sde_ve", "ipndm");
    assertThat(model.getDefaultSampler()).isEqualTo("dpmpp_2m");
    assertThat(model.getMaxSteps()).isEqualTo(100);
  }

  @Test
  void read_nothingSaid_fillsInDefaults() {
    var description = FakeDenoiser.model("m").toBuilder().setPool("");
    description
        .getModelBuilder()
        .clearDefaultSampler()
        .clearDefaultSteps()
        .clearDefaultGuidanceScale()
        .clearMaxSteps()
        .clearMaxCount();
    Entry entry = Descriptions.read(description.build());
    assertThat(entry.pool()).isEqualTo("default");
    assertThat(entry.model().getDefaultSampler()).isEqualTo("ddpm");
    assertThat(entry.model().getDefaultSteps()).isEqualTo(20);
    assertThat(entry.model().getDefaultGuidanceScale()).isEqualTo(7.5);
    assertThat(entry.model().getMaxSteps()).isEqualTo(1000);
    assertThat(entry.model().getMaxCount()).isEqualTo(16);
  }

  @Test
  void read_badSchedule_isTheModelsProblem() {
    assertThat(problem("{\"beta_start\": ")).startsWith("scheduler_config.json: ");
    assertThat(problem("")).startsWith("scheduler_config.json: ");
    assertThat(problem("{\"_class_name\": \"DDPMScheduler\", \"beta_schedule\": \"laplace\"}"))
        .isNotEmpty();
  }

  private static String problem(String schedule) {
    return Descriptions.read(
            FakeDenoiser.model("m").toBuilder().setSchedulerConfig(schedule).build())
        .model()
        .getProblem();
  }
}
