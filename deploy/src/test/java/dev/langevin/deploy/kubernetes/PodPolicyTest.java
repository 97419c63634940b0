package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.lifecycle.Build;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pod of ours keeps to, wherever it runs. */
class PodPolicyTest {
  /** How long a service takes to close, and what it takes to be killed without need. */
  private static final int CLOSING_SECONDS = 10;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void pods_haveNoRightsThatTheyDontNeed(String overlay) {
    for (Map<String, Object> workload : Manifests.of(overlay).workloads()) {
      Map<String, Object> pod = Manifests.pod(workload);
      assertThat(pod)
          .as(Manifests.name(workload))
          .containsEntry("automountServiceAccountToken", false)
          .containsEntry("enableServiceLinks", false)
          .containsEntry("serviceAccountName", Manifests.name(workload))
          .doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
      assertThat(Yaml.map(pod.get("securityContext")))
          .containsEntry("runAsNonRoot", true)
          .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
      assertThat((int) Yaml.at(pod, "securityContext/runAsUser")).isPositive();
      for (Map<String, Object> container : Manifests.containers(workload)) {
        assertThat(Yaml.map(container.get("securityContext")))
            .as("%s of %s", container.get("name"), Manifests.name(workload))
            .isEqualTo(
                Map.of(
                    "allowPrivilegeEscalation",
                    false,
                    "readOnlyRootFilesystem",
                    true,
                    "capabilities",
                    Map.of("drop", List.of("ALL"))));
        assertThat(Yaml.list(container.get("volumeMounts")))
            .anyMatch(it -> "/tmp".equals(Yaml.at(it, "mountPath")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void containers_haveLimitsAndImagesOfThisVersion(String overlay) {
    for (Map<String, Object> workload : Manifests.of(overlay).workloads()) {
      for (Map<String, Object> container : Manifests.containers(workload)) {
        for (String kind : List.of("requests", "limits")) {
          assertThat(Yaml.map(Yaml.at(container, "resources/" + kind)))
              .as("%s of %s", kind, container.get("name"))
              .containsKeys("cpu", "memory");
        }
        String image = (String) container.get("image");
        assertThat(image).contains(":").doesNotEndWith(":latest");
        if (image.contains("langevin/")) {
          assertThat(image.substring(image.lastIndexOf(':') + 1).replaceFirst("-cuda$", ""))
              .isEqualTo(Build.version());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void services_areAskedAtTheirManagementPort_andHaveTimeToEnd(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    for (String service : Manifests.SERVICES) {
      Map<String, Object> deployment = manifests.one("Deployment", service);
      Map<String, Object> main = Manifests.main(deployment);
      assertThat(Yaml.list(main.get("ports")))
          .contains(Map.of("name", "management", "containerPort", 9464));
      assertThat(manifests.environment(main)).containsEntry("LANGEVIN_MANAGEMENT_PORT", "9464");
      for (Map.Entry<String, String> probe :
          Map.of("startupProbe", "/livez", "livenessProbe", "/livez", "readinessProbe", "/readyz")
              .entrySet()) {
        assertThat(Yaml.at(main, probe.getKey() + "/httpGet"))
            .as("%s of %s", probe.getKey(), service)
            .isEqualTo(Map.of("path", probe.getValue(), "port", "management"));
      }
      Object pause = Yaml.at(main, "lifecycle/preStop/sleep/seconds");
      boolean called =
          manifests.kind("Service").stream().anyMatch(it -> Manifests.name(it).equals(service));
      assertThat(pause != null).as("%s waits until nobody finds it", service).isEqualTo(called);
      assertThat((int) Manifests.pod(deployment).get("terminationGracePeriodSeconds"))
          .isGreaterThan(CLOSING_SECONDS + (pause == null ? 0 : (int) pause));
    }
  }

  /** Whoever takes over a denoiser can read models, and neither read nor delete pictures. */
  @Test
  void keysOfTheStore_areOfThoseWhoStore_andModelsArePinned() {
    for (Map<String, Object> workload : Manifests.of("production").workloads()) {
      for (Map<String, Object> container : Manifests.containers(workload)) {
        String text = container.toString();
        String who = container.get("name") + " of " + Manifests.name(workload);
        assertThat(text.contains("name=langevin-s3,"))
            .as(who)
            .isEqualTo(Set.of("decoder", "orchestrator").contains(container.get("name")));
        if (text.contains("fetch-model")) {
          assertThat(text).as(who).contains("langevin-s3-models", "--sha256=$(MODEL_SHA256)");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void secrets_areNamed_neverTold(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    assertThat(manifests.kind("Secret")).isEmpty();
    for (Map<String, Object> workload : manifests.workloads()) {
      for (Map<String, Object> container : Manifests.containers(workload)) {
        manifests
            .environment(container)
            .forEach(
                (name, value) -> {
                  if (name.matches(".*(PASSWORD|SECRET|TOKEN|_KEYS?|CREDENTIAL).*")) {
                    assertThat(value).as(name).startsWith("/etc/langevin/");
                  }
                  assertThat(value).as(name).doesNotContain("BEGIN", "jaas");
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void services_areSpreadOverZonesAndNodes(String overlay) {
    for (String service : Manifests.SERVICES) {
      Map<String, Object> deployment = Manifests.of(overlay).one("Deployment", service);
      assertThat(Yaml.list(Manifests.pod(deployment).get("topologySpreadConstraints")))
          .hasSize(2)
          .allSatisfy(
              it ->
                  assertThat(
                          Manifests.selects(
                              Yaml.at(it, "labelSelector"), Manifests.podLabels(deployment)))
                      .isTrue());
    }
  }

  @Test
  void gpu_denoisersAskForOne_andGoWhereOneIs() {
    Map<String, Object> denoiser = Manifests.of("gpu").one("Deployment", "denoiser");
    Map<String, Object> main = Manifests.main(denoiser);
    assertThat(Yaml.map(Yaml.at(main, "resources/limits"))).containsEntry("nvidia.com/gpu", "1");
    assertThat(Manifests.of("gpu").environment(main)).containsEntry("LANGEVIN_PROVIDER", "cuda");
    assertThat((String) main.get("image")).endsWith("-cuda");
    assertThat(Yaml.at(Manifests.pod(denoiser), "tolerations/0/key")).isEqualTo("nvidia.com/gpu");
    assertThat(Yaml.at(denoiser, "spec/strategy/rollingUpdate/maxSurge")).isEqualTo(0);
  }
}
