package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import dev.langevin.images.containers.ComposeFile.Service;
import dev.langevin.images.containers.Site.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;

/** The system of {@code compose.yaml}, started as it says. */
class ComposeContainerIT {
  /** Kilobytes. */
  private static final Path TINY = ComposeFile.CHECKOUT.resolve("models/tiny/sd1");

  private static final Duration QUICK = Duration.ofSeconds(3);

  private static ComposeFile file;
  private static Site site;

  @BeforeAll
  static void start() throws Exception {
    Engine.require();
    file = ComposeFile.read();
    site = new Site(true);
    file.services().forEach(site::add);
    site.startInOrder(file);
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void picture_overGrpc_isMade() {
    try (Jobs jobs = new Jobs(site.address("gateway"))) {
      jobs.awaitReady();
      List<String> pictures = jobs.pictures(jobs.create(2, 10));

      assertThat(pictures).hasSize(2).doesNotHaveDuplicates();
      assertThat(jobs.pictures(jobs.create(2, 10))).isEqualTo(pictures);
    }
  }

  @Test
  void picture_byTheCommandsImage_isMade() {
    try (Jobs jobs = new Jobs(site.address("gateway"))) {
      jobs.awaitReady();
    }
    List<String> generate =
        List.of("generate", "a boat", "--steps", "4", "--json", "-o", "/tmp/boat.png");

    Ended ended = site.run(Map.of("LANGEVIN_SERVER", "gateway:8470"), List.of(), generate);

    assertThat(ended.said()).contains("STATE_SUCCEEDED");
  }

  @Test
  void keysAndCertificates_byTheCommandsImage_areMade() {
    List<String> key = List.of("admin", "key", "create", "--keys", "/tmp/keys", "--tenant", "acme");

    assertThat(site.run(Map.of(), List.of(), key).said()).contains("lgv_");
    assertThat(site.run(Map.of(), List.of(), List.of("admin", "certificates", "/tmp/tls")).said())
        .contains("6 certificates");
  }

  @Test
  void containers_asTheFileSays() {
    file.services()
        .forEach(
            (name, service) -> {
              InspectContainerResponse real =
                  Engine.client().inspectContainerCmd(site.id(name)).exec();
              assertThat(real.getConfig().getImage()).isEqualTo(Engine.image(service.image()));
              assertThat(real.getConfig().getEnv()).containsAll(written(service));
              assertThat(real.getHostConfig().getReadonlyRootfs()).isEqualTo(service.readOnly());
              Capability[] dropped = real.getHostConfig().getCapDrop();
              assertThat(dropped == null ? new Capability[0] : dropped)
                  .extracting(Capability::name)
                  .isEqualTo(service.capDrop());
              assertThat(real.getHostConfig().getBinds())
                  .hasSameSizeAs(service.mounts().entrySet());
            });
  }

  @Test
  void health_ofAServiceThatServes_isGood() throws Exception {
    assertHealthy("");
  }

  @Test
  void health_withOptionsForTheServiceAlone_isGood() throws Exception {
    assertHealthy("-XX:+UseZGC");
    assertHealthy("-XX:+UseParallelGC -Xms64m -Xmx1g");
  }

  @Test
  void services_runAsNobodyWithoutAShell() throws Exception {
    for (String name : List.of("gateway", "text-encoder", "denoiser", "decoder", "orchestrator")) {
      InspectContainerResponse real = Engine.client().inspectContainerCmd(site.id(name)).exec();
      assertThat(real.getConfig().getUser()).isEqualTo("10001:10001");
      ExecResult shell = site.container(name).execInContainer("/bin/sh", "-c", "true");
      assertThat(shell.getExitCode()).as("%s has a shell", name).isNotZero();
    }
  }

  /**
   * From the container's start to the line that says so, and, where others keep this machine busy,
   * no longer than a processor alone has had to do for it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gateway", "text-encoder", "denoiser", "decoder", "orchestrator"})
  void service_withoutALargeModel_startsWithinThreeSeconds(String name) throws Exception {
    try (Site alone = new Site()) {
      // With its own defaults: where others are is another matter.
      alone.add(
          name,
          file.services()
              .get(name)
              .told(name.equals("gateway") ? Map.of("LANGEVIN_AUTH", "none") : Map.of())
              .withoutMounts()
              .mounting("/data", "alone")
              .mounting("/models/sd1:ro", TINY.toString()));
      alone.start(name);
      Witness witness = alone.witness(name);
      Duration busy = witness.processorTime();
      Duration time = Duration.between(witness.begun(), witness.awaitSaid("started on port"));
      System.out.printf(
          "%s starts in %d ms, with %d ms of a processor%n",
          name, time.toMillis(), busy.toMillis());
      assertThat(time.compareTo(busy) < 0 ? time : busy).isLessThan(QUICK);
    }
  }

  private static void assertHealthy(String options) throws Exception {
    List<String> question = file.services().get("denoiser").health();
    ExecResult answer =
        site.container("denoiser")
            .execInContainer(
                ExecConfig.builder()
                    .command(question.subList(1, question.size()).toArray(String[]::new))
                    .envVars(Map.of("JAVA_TOOL_OPTIONS", options))
                    .build());

    assertThat(answer.getExitCode()).as(answer.toString()).isZero();
  }

  private static List<String> written(Service service) {
    return service.environment().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }
}
