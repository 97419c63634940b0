package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two orchestrators and two denoisers, and what befalls containers. */
class FaultsContainerIT {
  private static final int JOBS = 4;
  private static final int STEPS = 120;
  private static final int BROKERS = 1;

  /** So that all jobs fit only if each orchestrator has half of them, and every fault hits some. */
  private static final String SLOTS = Integer.toString(JOBS / 2);

  private static Site site;
  private static Jobs jobs;
  private static List<String> expected;

  /**
   * What befalls a container.
   *
   * @param name for the report
   * @param strike what happens to it
   * @param mend brings it back
   */
  private record Fault(
      String name,
      Consumer<String> strike,
      Consumer<String> mend,
      String orchestrator,
      String denoiser) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Engine.require();
    site = new Site();
    new Systems(ComposeFile.read(), Engine.TAG)
        .with("orchestrator", Map.of("LANGEVIN_INTERACTIVE_SLOTS", SLOTS))
        .of(BROKERS, Map.of("denoiser", 2, "orchestrator", 2))
        .forEach(site::add);
    site.startAll();
    jobs = new Jobs(site.address("gateway"));
    jobs.awaitReady();
    expected = jobs.pictures(jobs.create(JOBS, STEPS));
  }

  @AfterAll
  static void stop() {
    if (jobs != null) {
      jobs.close();
    }
    if (site != null) {
      site.close();
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("kill", site::kill, site::again, "orchestrator-1", "denoiser-1"),
        new Fault("pause", site::pause, site::unpause, "orchestrator-2", "denoiser-1"),
        new Fault("cut off", site::cutOff, site::reconnect, "orchestrator-1", "denoiser-2"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_ofAnOrchestratorAndADenoiserInMidJob_samePictures(Fault fault) {
    List<String> ids = jobs.create(JOBS, STEPS);
    ids.forEach(jobs::awaitMidst);
    fault.strike().accept(fault.orchestrator());
    fault.strike().accept(fault.denoiser());
    try {
      assertThat(jobs.pictures(ids)).isEqualTo(expected);
      assertThat(jobs.attempts(ids)).as("jobs that the fault hit").anyMatch(number -> number > 1);
    } finally {
      fault.mend().accept(fault.orchestrator());
      fault.mend().accept(fault.denoiser());
    }
    jobs.awaitReady();
  }
}
