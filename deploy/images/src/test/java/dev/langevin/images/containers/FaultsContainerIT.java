package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two orchestrators and two denoisers, and what befalls containers. */
class FaultsContainerIT {
  private static final int JOBS = 4;
  private static final int STEPS = 120;
  private static final int BROKERS = 1;

  private static Site site;
  private static Jobs jobs;
  private static List<String> expected;

  @BeforeAll
  static void start() throws Exception {
    Engine.require();
    ComposeFile file = ComposeFile.read();
    site = new Site();
    new Systems(file, Engine.TAG)
        .of(BROKERS, Map.of("denoiser", 2, "orchestrator", 2))
        .forEach(site::add);
    site.startAll();
    jobs = new Jobs(site.address("gateway"));
    jobs.awaitReady();
    expected = jobs.pictures(jobs.create(JOBS, STEPS));
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      jobs.close();
      site.close();
    }
  }

  @Test
  void kill_anOrchestratorAndADenoiserInMidJob_samePictures() {
    List<String> ids = jobs.create(JOBS, STEPS);
    jobs.awaitMidst(ids.getFirst());
    site.kill("orchestrator-1");
    site.kill("denoiser-1");

    assertThat(jobs.pictures(ids)).isEqualTo(expected);
    site.again("orchestrator-1");
    site.again("denoiser-1");
  }

  @Test
  void pause_anOrchestratorAndADenoiserInMidJob_samePictures() {
    List<String> ids = jobs.create(JOBS, STEPS);
    jobs.awaitMidst(ids.getFirst());
    site.pause("orchestrator-2");
    site.pause("denoiser-1");

    assertThat(jobs.pictures(ids)).isEqualTo(expected);
    site.unpause("orchestrator-2");
    site.unpause("denoiser-1");
  }

  @Test
  void cutOff_anOrchestratorAndADenoiserInMidJob_samePictures() {
    List<String> ids = jobs.create(JOBS, STEPS);
    jobs.awaitMidst(ids.getFirst());
    site.cutOff("orchestrator-1");
    site.cutOff("denoiser-2");

    assertThat(jobs.pictures(ids)).isEqualTo(expected);
    site.reconnect("orchestrator-1");
    site.reconnect("denoiser-2");
  }
}
