package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That objects which name one another mean things that are there. */
class WiringTest {
  /** Made by nobody here; docs/kubernetes.md says how. */
  private static final Set<String> SECRETS_OF_THE_USER =
      Set.of(
          "langevin-api-keys",
          "langevin-quotas",
          "langevin-kafka-gateway",
          "langevin-kafka-orchestrator",
          "langevin-kafka-admin");

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void servicePorts_areThoseOfContainers(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    for (Map<String, Object> service : manifests.kind("Service")) {
      List<Map<String, Object>> behind =
          manifests.workloads().stream()
              .filter(
                  it ->
                      Manifests.podLabels(it)
                          .entrySet()
                          .containsAll(Yaml.map(Yaml.at(service, "spec/selector")).entrySet()))
              .toList();
      assertThat(behind).as(Manifests.name(service)).hasSize(1);
      for (Object port : Yaml.list(Yaml.at(service, "spec/ports"))) {
        assertThat(Yaml.list(Manifests.main(behind.getFirst()).get("ports")))
            .contains(
                Map.of(
                    "name", Yaml.at(port, "targetPort"), "containerPort", Yaml.at(port, "port")));
      }
    }
  }

  /** gRPC's connections last, so a Service with one address would send all work to one replica. */
  @Test
  void servicesBehindTheGateway_showEveryReplica() {
    for (String service : List.of("text-encoder", "denoiser", "decoder")) {
      assertThat(Yaml.at(Manifests.of("production").one("Service", service), "spec/clusterIP"))
          .isEqualTo("None");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void disruptionBudgets_areOfOneServiceEach(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    for (String service : Manifests.SERVICES) {
      Map<String, Object> budget = manifests.one("PodDisruptionBudget", service);
      assertThat(
              manifests.workloads().stream()
                  .filter(
                      it ->
                          Manifests.selects(
                              Yaml.at(budget, "spec/selector"), Manifests.podLabels(it))))
          .extracting(Manifests::name)
          .containsExactly(service);
      assertThat(Yaml.at(budget, "spec/maxUnavailable")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void scalers_scaleWhatIsThere_andNobodyElseSaysHowMany(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    List<String> scaled = new ArrayList<>();
    for (Map<String, Object> scaler : manifests.kind("HorizontalPodAutoscaler", "ScaledObject")) {
      String target = (String) Yaml.at(scaler, "spec/scaleTargetRef/name");
      Map<String, Object> deployment = manifests.one("Deployment", target);
      assertThat(Yaml.map(deployment.get("spec"))).as(target).doesNotContainKey("replicas");
      assertThat(Yaml.at(Manifests.main(deployment), "resources/requests/cpu")).isNotNull();
      scaled.add(target);
    }
    assertThat(scaled).doesNotHaveDuplicates();
    if (!overlay.equals("dev")) {
      assertThat(scaled).containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
    }
  }

  /** The threshold is what one orchestrator takes, and that is what its settings say. */
  @Test
  void orchestrators_areScaledByTheirSlots() {
    Manifests manifests = Manifests.of("production");
    Map<String, String> environment =
        manifests.environment(Manifests.main(manifests.one("Deployment", "orchestrator")));
    int slots =
        Integer.parseInt(environment.get("LANGEVIN_INTERACTIVE_SLOTS"))
            + Integer.parseInt(environment.get("LANGEVIN_BATCH_SLOTS"));
    assertThat(
            Yaml.at(
                manifests.one("ScaledObject", "orchestrator"),
                "spec/triggers/0/metadata/threshold"))
        .isEqualTo(Integer.toString(slots));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void volumesAndAccounts_areThere(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    Set<Object> secrets = new HashSet<>(SECRETS_OF_THE_USER);
    manifests.kind("Certificate").forEach(it -> secrets.add(Yaml.at(it, "spec/secretName")));
    for (Map<String, Object> workload : manifests.workloads()) {
      Map<String, Object> pod = Manifests.pod(workload);
      manifests.one("ServiceAccount", (String) pod.get("serviceAccountName"));
      Set<Object> volumes = new HashSet<>();
      for (Object volume : Yaml.list(pod.get("volumes"))) {
        volumes.add(Yaml.at(volume, "name"));
        Object claim = Yaml.at(volume, "persistentVolumeClaim/claimName");
        if (claim != null) {
          manifests.one("PersistentVolumeClaim", (String) claim);
        }
        Object secret = Yaml.at(volume, "secret/secretName");
        if (secret != null) {
          assertThat(secrets).contains(secret);
        }
      }
      for (Map<String, Object> container : Manifests.containers(workload)) {
        Yaml.list(container.get("volumeMounts"))
            .forEach(mount -> assertThat(volumes).contains(Yaml.at(mount, "name")));
      }
    }
  }
}
