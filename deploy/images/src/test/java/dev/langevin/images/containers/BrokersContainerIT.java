package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Kafka of three brokers, of which one is lost. */
class BrokersContainerIT {
  private static final int JOBS = 4;
  private static final int STEPS = 100;

  @Test
  void kill_oneOfThreeBrokersInMidJob_nothingIsLost() throws Exception {
    Engine.require();
    try (Site site = new Site()) {
      new Systems(ComposeFile.read(), Engine.TAG).of(3, Map.of()).forEach(site::add);
      site.startAll();
      try (Jobs jobs = new Jobs(site.address("gateway"))) {
        jobs.awaitReady();
        List<String> expected = jobs.pictures(jobs.create(JOBS, STEPS));
        List<String> ids = jobs.create(JOBS, STEPS);
        jobs.awaitMidst(ids.getFirst());
        site.kill("kafka-2");

        assertThat(jobs.pictures(ids)).isEqualTo(expected);
        assertThat(jobs.pictures(jobs.create(JOBS, STEPS))).as("with two").isEqualTo(expected);
      }
    }
  }
}
