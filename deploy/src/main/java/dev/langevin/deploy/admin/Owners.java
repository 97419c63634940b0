package dev.langevin.deploy.admin;

import dev.langevin.deploy.admin.CertificateFolder.Owner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whose certificates there are, and the names that they are called by. */
final class Owners {
  /** As Compose and Kubernetes name them. */
  static final List<String> SERVICES =
      List.of("gateway", "text-encoder", "denoiser", "decoder", "orchestrator");

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
