package dev.langevin.deploy.admin;

import dev.langevin.deploy.admin.CertificateFolder.Owner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose certificates there are, and the names that they are called by. */
final class Owners {
  /** As Compose and Kubernetes name them. */
  static final List<String> SERVICES =
      List.of("gateway", "text-encoder", "denoiser", "decoder", "orchestrator");

  /** The namespace that our manifests name. */
  static final String NAMESPACE = "langevin";

  /** Whose certificate the gateway shows clients. */
  static final String EDGE = "edge";

  private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");

  private Owners() {}

  /**
   * The services, the gateway's edge, and further ones.
   *
   * @param edge names that clients call the gateway by
   */
  static List<Owner> of(String namespace, List<String> edge, List<String> further) {
    List<Owner> owners = new ArrayList<>();
    Set<String> services = new LinkedHashSet<>(SERVICES);
    services.addAll(further);
    services.forEach(service -> owners.add(new Owner(service, names(service, namespace))));
    Set<String> outside = new LinkedHashSet<>(edge);
    outside.addAll(names("gateway", namespace));
    owners.add(new Owner(EDGE, List.copyOf(outside)));
    return owners;
  }

  /**
   * Those that have certificates, which keep their names, with what is to be added to them.
   *
   * @param namespace whose names they get, too, if there is one
   * @param edge names that clients call the gateway by, too
   * @param further services that may have no certificate yet
   */
  static List<Owner> again(
      List<Owner> held, Optional<String> namespace, List<String> edge, List<String> further) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    held.forEach(owner -> all.put(owner.name(), new LinkedHashSet<>(owner.names())));
    for (Owner usual : of(namespace.orElse(NAMESPACE), edge, further)) {
      boolean asked =
          further.contains(usual.name()) || (usual.name().equals(EDGE) && !edge.isEmpty());
      if (all.containsKey(usual.name()) ? namespace.isPresent() : asked) {
        all.computeIfAbsent(usual.name(), name -> new LinkedHashSet<>()).addAll(usual.names());
      }
    }
    if (all.containsKey(EDGE)) {
      all.get(EDGE).addAll(edge);
    }
    return all.entrySet().stream()
        .map(each -> new Owner(each.getKey(), List.copyOf(each.getValue())))
        .toList();
  }

  /** In Compose the first, in Kubernetes all of them; and of those that run on one machine. */
  private static List<String> names(String service, String namespace) {
    List<String> names = new ArrayList<>();
    String name = service;
    names.add(name);
    for (String part : List.of(namespace, "svc", "cluster", "local")) {
      name = name + "." + part;
      if (!part.equals("cluster")) {
        names.add(name);
      }
    }
    names.addAll(HERE);
    return names;
  }
}
