package dev.langevin.deploy.admin;

import dev.langevin.runtime.topics.Access;
import dev.langevin.runtime.topics.Access.Grant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Declared access as Kafka has it. */
final class Permissions {
  private static final String ANY_HOST = "*";

  private Permissions() {}

  static Set<AclBinding> of(List<Access> access) {
    Set<AclBinding> bindings = new LinkedHashSet<>();
    access.forEach(
        one -> one.grants().forEach(grant -> bindings.add(binding(one.principal(), grant))));
    return bindings;
  }

  private static AclBinding binding(String principal, Grant grant) {
    boolean prefix = grant.name().endsWith("*");
    String name = prefix ? grant.name().substring(0, grant.name().length() - 1) : grant.name();
    return new AclBinding(
        new ResourcePattern(
            switch (grant.resource()) {
              case TOPIC -> ResourceType.TOPIC;
              case GROUP -> ResourceType.GROUP;
            },
            name,
            prefix ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(
            principal,
            ANY_HOST,
            switch (grant.operation()) {
              case READ -> AclOperation.READ;
              case WRITE -> AclOperation.WRITE;
              case DESCRIBE -> AclOperation.DESCRIBE;
              case DESCRIBE_CONFIGS -> AclOperation.DESCRIBE_CONFIGS;
            },
            AclPermissionType.ALLOW));
  }

  /** Such as {@code User:gateway may READ topic work.*}. */
  static String text(AclBinding binding) {
    ResourcePattern what = binding.pattern();
    AccessControlEntry entry = binding.entry();
    return "%s %s %s %s %s%s%s"
        .formatted(
            entry.principal(),
            entry.permissionType() == AclPermissionType.ALLOW ? "may" : "may not",
            entry.operation(),
            what.resourceType().name().toLowerCase(Locale.ROOT),
            what.name(),
            what.patternType() == PatternType.PREFIXED ? "*" : "",
            entry.host().equals(ANY_HOST) ? "" : " from " + entry.host());
  }
}
