package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may talk to whom: exactly those whose settings say that they do. */
class NetworkPolicyTest {
  /** Edges that policies let through, but for the cluster's DNS. */
  private static Set<Edge> allowed(Manifests manifests) {
    Set<Edge> edges = new TreeSet<>();
    for (Map<String, Object> from : manifests.workloads()) {
      for (Object rule : rules(manifests, from, "egress")) {
        for (Object port : ports(rule)) {
          for (Object peer : Yaml.list(Yaml.at(rule, "to"))) {
            edges.addAll(edges(manifests, from, Yaml.map(peer), port));
          }
        }
      }
    }
    return edges;
  }

  private static List<Edge> edges(
      Manifests manifests, Map<String, Object> from, Map<String, Object> peer, Object port) {
    String name = Manifests.name(from);
    if (peer.containsKey("ipBlock")) {
      return List.of(new Edge(name, "outside", (int) port));
    }
    Object namespace = Yaml.at(peer, "namespaceSelector/matchLabels");
    if (namespace != null) {
      String of = (String) Yaml.map(namespace).get("kubernetes.io/metadata.name");
      return of.equals("kube-system")
          ? List.of()
          : List.of(new Edge(name, "namespace " + of, (int) port));
    }
    return manifests.workloads().stream()
        .filter(to -> Manifests.selects(peer.get("podSelector"), Manifests.podLabels(to)))
        .filter(to -> letsIn(manifests, to, from, port))
        .map(to -> new Edge(name, Manifests.name(to), (int) port))
        .toList();
  }

  private static boolean letsIn(
      Manifests manifests, Map<String, Object> to, Map<String, Object> from, Object port) {
    return rules(manifests, to, "ingress").stream()
        .filter(rule -> ports(rule).contains(port))
        .anyMatch(
            rule ->
                Yaml.at(rule, "from") == null
                    || Yaml.list(Yaml.at(rule, "from")).stream()
                        .map(it -> Yaml.map(it))
                        .anyMatch(
                            it ->
                                !it.containsKey("namespaceSelector")
                                    && Manifests.selects(
                                        it.get("podSelector"), Manifests.podLabels(from))));
  }

  private static List<Object> rules(
      Manifests manifests, Map<String, Object> workload, String direction) {
    return manifests.kind("NetworkPolicy").stream()
        .filter(
            it -> Manifests.selects(Yaml.at(it, "spec/podSelector"), Manifests.podLabels(workload)))
        .map(it -> Yaml.at(it, "spec/" + direction))
        .flatMap(it -> it == null ? Stream.of() : Yaml.list(it).stream())
        .toList();
  }

  private static List<Object> ports(Object rule) {
    return Yaml.list(Yaml.at(rule, "ports")).stream().map(it -> Yaml.at(it, "port")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void edges_areThoseOfSettings(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    assertThat(allowed(manifests)).isEqualTo(Edge.wanted(manifests));
    assertThat(allowed(manifests)).contains(new Edge("orchestrator", "denoiser", 8472));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void everybody_isDeniedWhatIsNotAllowed(String overlay) {
    Map<String, Object> deny = Manifests.of(overlay).one("NetworkPolicy", "default-deny");
    assertThat(Yaml.at(deny, "spec"))
        .isEqualTo(Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress")));
  }

  @Test
  void addressWithoutAPolicy_isFound() {
    Manifests manifests = Manifests.of("dev");
    Yaml.map(manifests.one("NetworkPolicy", "denoiser").get("spec")).put("ingress", List.of());
    assertThat(allowed(manifests)).isNotEqualTo(Edge.wanted(manifests));
    assertThat(Edge.wanted(manifests)).contains(new Edge("gateway", "denoiser", 8472));
  }
}
