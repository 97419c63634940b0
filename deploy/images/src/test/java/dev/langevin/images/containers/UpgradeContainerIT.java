package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * From the images of another commit, which {@code deploy/images/previous} builds, to this one's, a
 * container after the other, while jobs run.
 */
class UpgradeContainerIT {
  private static final String PREVIOUS = "previous";
  private static final Path TOLD =
      ComposeFile.CHECKOUT.resolve("deploy/target/previous/compose.yaml");
  private static final String MISSING =
      "no images of another commit; deploy/images/previous builds them";
  private static final int JOBS = 8;
  private static final int STEPS = 400;
  private static final Map<String, Integer> TWICE =
      Map.of("denoiser", 2, "orchestrator", 2, "text-encoder", 2, "decoder", 2);
  private static final List<String> ORDER =
      List.of("orchestrator", "text-encoder", "denoiser", "decoder");

  @Test
  void upgrade_underLoad_everythingStaysReadableAndPicturesTheSame() throws Exception {
    Engine.require();
    requirePrevious();
    Systems before = new Systems(ComposeFile.read(TOLD, Map.of()), PREVIOUS);
    Systems after = new Systems(ComposeFile.read(), Engine.TAG);
    try (Site site = new Site()) {
      before.of(1, TWICE).forEach(site::add);
      site.startAll();
      List<String> expected;
      List<String> ended;
      List<String> running;
      try (Jobs jobs = new Jobs(site.address("gateway"))) {
        jobs.awaitReady();
        ended = jobs.create(JOBS, STEPS);
        expected = jobs.pictures(ended);
        running = jobs.create(JOBS, STEPS);
        jobs.awaitMidst(running.getFirst());
        // Orchestrators first, while their jobs run: what they leave has to be read.
        for (String name : ORDER) {
          for (String replica : Systems.replicas(name, 2)) {
            site.replace(replica, after.service(name, 1, TWICE));
          }
        }
        assertThat(jobs.pictures(running)).as("under the previous gateway").isEqualTo(expected);
        List<Instant> resumed = new ArrayList<>();
        for (String replica : Systems.replicas("orchestrator", 2)) {
          site.witness(replica).said("goes on after evaluation").ifPresent(resumed::add);
        }
        assertThat(resumed).as("jobs that go on from the previous version's steps").isNotEmpty();
        running = jobs.create(JOBS, STEPS);
        site.replace("gateway", after.service("gateway", 1, TWICE));
      }
      try (Jobs jobs = new Jobs(site.address("gateway"))) {
        jobs.awaitReady();
        assertThat(jobs.pictures(running)).as("across the gateway").isEqualTo(expected);
        assertThat(jobs.pictures(ended)).as("of the previous version").isEqualTo(expected);
      }
    }
  }

  /** Skips the test, and says why, unless the engine has the images that were built last. */
  private static void requirePrevious() throws IOException {
    Path id = TOLD.resolveSibling("gateway.id");
    boolean there =
        Files.isRegularFile(TOLD)
            && Files.isRegularFile(id)
            && Files.readAllLines(id).getFirst().equals(Engine.id("langevin/gateway:" + PREVIOUS));
    if (!there) {
      System.err.println("SKIPPED rolling upgrade: " + MISSING);
    }
    assumeTrue(there, MISSING);
  }
}
