package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.deploy.admin.ClusterState.TopicState;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.DeclaredGroup;
import dev.langevin.runtime.topics.DeclaredTopic;
import dev.langevin.runtime.topics.WorkTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;

/**
 * Reads how a cluster is.
 *
 * @param admin asks it
 */
record ClusterReader(Admin admin) {
  private static final int PATIENCE_SECONDS = 15;

  /**
   * As far as a declaration speaks of it.
   *
   * @throws CommandException if it can't be asked
   */
  ClusterState read(Declaration declaration) {
    List<Integer> brokers =
        get(admin.describeCluster().nodes(), "ask for the brokers").stream()
            .map(Node::id)
            .sorted()
            .toList();
    Set<String> declared =
        declaration.topics().stream().map(DeclaredTopic::name).collect(Collectors.toSet());
    Set<String> names =
        get(admin.listTopics().names(), "list the topics").stream()
            .filter(name -> declared.contains(name) || WorkTopic.of(name).isPresent())
            .collect(Collectors.toSet());
    return new ClusterState(
        brokers,
        topics(names),
        settings(
            ConfigResource.Type.GROUP,
            declaration.groups().stream().map(DeclaredGroup::name).toList()),
        byBroker(
            settings(
                ConfigResource.Type.BROKER, brokers.stream().map(id -> id.toString()).toList())),
        permissions());
  }

  private Map<String, TopicState> topics(Collection<String> names) {
    Map<String, TopicDescription> descriptions =
        get(admin.describeTopics(names).allTopicNames(), "describe the topics");
    Map<String, Map<String, String>> settings = settings(ConfigResource.Type.TOPIC, names);
    Map<String, TopicState> topics = new TreeMap<>();
    descriptions.forEach(
        (name, description) ->
            topics.put(
                name,
                new TopicState(
                    description.partitions().stream()
                        .map(it -> it.replicas().stream().map(Node::id).toList())
                        .toList(),
                    settings.get(name))));
    return topics;
  }

  private Map<String, Map<String, String>> settings(
      ConfigResource.Type type, Collection<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(type, name)).toList();
    Map<ConfigResource, Config> all =
        get(admin.describeConfigs(resources).all(), "read settings of a " + type);
    Map<String, Map<String, String>> settings = new HashMap<>();
    all.forEach(
        (resource, config) -> {
          Map<String, String> values = new HashMap<>();
          config
              .entries()
              .forEach(
                  entry -> values.put(entry.name(), entry.value() == null ? "" : entry.value()));
          settings.put(resource.name(), values);
        });
    return settings;
  }

  private static Map<Integer, Map<String, String>> byBroker(
      Map<String, Map<String, String>> settings) {
    Map<Integer, Map<String, String>> brokers = new TreeMap<>();
    settings.forEach((id, values) -> brokers.put(Integer.parseInt(id), values));
    return brokers;
  }

  private Optional<Set<AclBinding>> permissions() {
    try {
      return Optional.of(
          Set.copyOf(get(admin.describeAcls(AclBindingFilter.ANY).values(), "list permissions")));
    } catch (CommandException e) {
      if (e.getCause() instanceof SecurityDisabledException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Waits for an answer. */
  static <T> T get(KafkaFuture<T> asked, String what) {
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String message = "can't " + what + ": " + e.getCause().getMessage();
      throw e.getCause() instanceof RetriableException
          ? CommandException.unavailable(message, e.getCause())
          : CommandException.failed(message, e.getCause());
    } catch (TimeoutException e) {
      throw CommandException.unavailable(
          "can't %s: Kafka did not answer in %d s".formatted(what, PATIENCE_SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.unavailable("interrupted while asking Kafka to " + what, e);
    }
  }
}
