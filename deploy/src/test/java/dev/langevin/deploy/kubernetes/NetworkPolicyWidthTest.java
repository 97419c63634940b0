package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That neither end of an edge relies on the other one: what comes in, and what goes out, is by
 * itself no more than settings ask for.
 */
class NetworkPolicyWidthTest {
  /** Rules that are meant for more than the workloads here, by policy and direction. */
  private static final Map<String, Object> MEANT =
      Map.of(
          // Everybody: who may do what is for sign-in to say.
          "gateway ingress",
          Map.of("ports", List.of(Map.of("protocol", "TCP", "port", 8470))),
          // Whoever scrapes, in a namespace that says so.
          "scraping ingress",
          Map.of(
              "from",
              List.of(
                  Map.of(
                      "namespaceSelector",
                      Map.of("matchLabels", Map.of("langevin.dev/scrapes", "true")))),
              "ports",
              List.of(Map.of("protocol", "TCP", "port", "management"))),
          // Names of services are looked up.
          "dns egress",
          Map.of(
              "to",
              List.of(
                  Map.of(
                      "namespaceSelector",
                      Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "kube-system")),
                      "podSelector",
                      Map.of("matchLabels", Map.of("k8s-app", "kube-dns")))),
              "ports",
              List.of(
                  Map.of("protocol", "UDP", "port", 53), Map.of("protocol", "TCP", "port", 53))));

  /** What is let through in a direction and is neither asked for by settings nor meant. */
  private static List<String> tooWide(Manifests manifests, String direction) {
    Set<Edge> wanted = Edge.wanted(manifests);
    List<String> found = new ArrayList<>();
    for (Map<String, Object> policy : manifests.kind("NetworkPolicy")) {
      String name = Manifests.name(policy) + " " + direction;
      Object rules = Yaml.at(policy, "spec/" + direction);
      for (Object rule : rules == null ? List.of() : Yaml.list(rules)) {
        if (!rule.equals(MEANT.get(name))) {
          List<String> selected = named(manifests, Yaml.at(policy, "spec/podSelector"));
          problems(manifests, direction, selected, Yaml.map(rule), wanted)
              .forEach(problem -> found.add(name + ": " + problem));
        }
      }
    }
    return found;
  }

  private static List<String> problems(
      Manifests manifests,
      String direction,
      List<String> selected,
      Map<String, Object> rule,
      Set<Edge> wanted) {
    Object peers = rule.get(direction.equals("ingress") ? "from" : "to");
    Object ports = rule.get("ports");
    if (peers == null || ports == null || Yaml.list(peers).isEmpty()) {
      return List.of("every peer, or every port");
    }
    List<String> found = new ArrayList<>();
    for (Object port : Yaml.list(ports)) {
      if (!Yaml.map(port).keySet().equals(Set.of("protocol", "port"))
          || !(Yaml.at(port, "port") instanceof Integer number)) {
        found.add("no single port: " + port);
        continue;
      }
      for (Object peer : Yaml.list(peers)) {
        List<String> others = others(manifests, direction, Yaml.map(peer));
        if (others.isEmpty()) {
          found.add("no workload, or more than workloads: " + peer);
        }
        for (String own : selected) {
          for (String other : others) {
            Edge edge =
                direction.equals("ingress")
                    ? new Edge(other, own, number)
                    : new Edge(own, other, number);
            if (!wanted.contains(edge)) {
              found.add(edge.toString());
            }
          }
        }
      }
    }
    return found;
  }

  /** Whom a peer stands for; nobody if that can't be said by names. */
  private static List<String> others(
      Manifests manifests, String direction, Map<String, Object> peer) {
    if (peer.keySet().equals(Set.of("podSelector"))) {
      return named(manifests, peer.get("podSelector"));
    }
    if (direction.equals("ingress")) {
      return List.of();
    }
    if (peer.keySet().equals(Set.of("ipBlock"))) {
      return List.of("outside");
    }
    Object namespace =
        Yaml.at(peer, "namespaceSelector/matchLabels") instanceof Map<?, ?> labels
            ? labels.get("kubernetes.io/metadata.name")
            : null;
    return namespace == null || !peer.containsKey("podSelector")
        ? List.of()
        : List.of("namespace " + namespace);
  }

  private static List<String> named(Manifests manifests, Object selector) {
    return manifests.workloads().stream()
        .filter(it -> Manifests.selects(selector, Manifests.podLabels(it)))
        .map(Manifests::name)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void ingress_aloneLetsInNobodyElse(String overlay) {
    assertThat(tooWide(Manifests.of(overlay), "ingress")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void egress_aloneLetsOutToNobodyElse(String overlay) {
    assertThat(tooWide(Manifests.of(overlay), "egress")).isEmpty();
  }

  private static Manifests planted(String policy, String direction, Object rule) {
    Manifests manifests = Manifests.of("production");
    Yaml.map(manifests.one("NetworkPolicy", policy).get("spec")).put(direction, List.of(rule));
    return manifests;
  }

  @Test
  void ruleThatIsTooWide_isFound() {
    List<Object> port = List.of(Map.of("protocol", "TCP", "port", 8472));
    Map<String, Object> everyPod = Map.of("podSelector", Map.of());
    assertThat(
            tooWide(
                planted("denoiser", "ingress", Map.of("from", List.of(everyPod), "ports", port)),
                "ingress"))
        .contains("denoiser ingress: Edge[from=decoder, to=denoiser, port=8472]")
        .noneMatch(it -> it.contains("from=gateway"));
    assertThat(tooWide(planted("denoiser", "ingress", Map.of("ports", port)), "ingress"))
        .containsExactly("denoiser ingress: every peer, or every port");
    assertThat(
            tooWide(
                planted(
                    "denoiser",
                    "ingress",
                    Map.of("from", List.of(Map.of("namespaceSelector", Map.of())), "ports", port)),
                "ingress"))
        .singleElement()
        .asString()
        .contains("more than workloads");
    assertThat(
            tooWide(
                planted("gateway", "egress", Map.of("to", List.of(everyPod), "ports", port)),
                "egress"))
        .contains("gateway egress: Edge[from=gateway, to=decoder, port=8472]");
  }
}
