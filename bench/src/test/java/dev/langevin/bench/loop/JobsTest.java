package dev.langevin.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.v1.GenerationRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final Jobs jobs =
      new Jobs(ModelDirectory.open(Path.of("..", "models", "storybook").toAbsolutePath()));

  @Test
  void mixed_everyKindOnce_isEveryCombination() {
    List<GenerationRequest> all = jobs.mixed(Jobs.KINDS);

    assertThat(all)
        .extracting(r -> List.of(r.getSteps(), r.getGuidanceScale(), r.getSampler()))
        .doesNotHaveDuplicates()
        .hasSize(4 * 2 * 5);
  }

  @Test
  void mixed_manyJobs_shareNoPrompt() {
    assertThat(jobs.mixed(300)).extracting(GenerationRequest::getPrompt).doesNotHaveDuplicates();
  }
}
