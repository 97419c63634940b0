package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Someone who talks to someone.
 *
 * @param from a workload's name
 * @param to another's, or what lies outside
 */
record Edge(String from, String to, int port) implements Comparable<Edge> {
  @Override
  public int compareTo(Edge other) {
    return toString().compareTo(other.toString());
  }

  /** Edges that settings ask for. */
  static Set<Edge> wanted(Manifests manifests) {
    Set<Edge> edges = new TreeSet<>();
    for (Map<String, Object> workload : manifests.workloads()) {
      String name = Manifests.name(workload);
      for (Map<String, Object> container : Manifests.containers(workload)) {
        manifests
            .environment(container)
            .forEach((key, value) -> edge(manifests, name, key, value).ifPresent(edges::add));
      }
    }
    return edges;
  }

  private static Optional<Edge> edge(Manifests manifests, String from, String key, String value) {
    if (value.startsWith("s3://")) {
      return Optional.of(new Edge(from, "outside", 443));
    }
    if (key.startsWith("KAFKA_") && !key.equals("KAFKA_ADVERTISED_LISTENERS")
        || !value.matches("(?:PLAINTEXT://)?[a-z][a-z0-9.-]*:[0-9]+")) {
      return Optional.empty();
    }
    String[] address = value.replaceFirst("^PLAINTEXT://", "").split(":");
    String host = address[0];
    int port = Integer.parseInt(address[1]);
    if (host.contains(".")) {
      return Optional.of(new Edge(from, "namespace " + host.split("\\.")[1], port));
    }
    assertThat(manifests.kind("Service")).extracting(Manifests::name).contains(host);
    return Optional.of(new Edge(from, host, port));
  }
}
