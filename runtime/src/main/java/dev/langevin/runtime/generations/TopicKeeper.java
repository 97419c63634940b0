package dev.langevin.runtime.generations;

import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.DeclaredGroup;
import dev.langevin.runtime.topics.DeclaredTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to topics and share groups on behalf of a service: creates what is missing, or sees that
 * nothing is.
 *
 * @param admin asks Kafka
 * @param upkeep whether it may change anything
 */
public record TopicKeeper(Admin admin, Upkeep upkeep) {
  /** The one setting of a group that jobs are lost without: the default skips what waits. */
  private static final String BEGINNING = "share.auto.offset.reset";

  private static final String HELP =
      "; `langevin admin apply` sees to topics, groups and permissions";

  private static final Duration WAIT = Duration.ofSeconds(15);

  /**
   * Sees to topics and groups.
   *
   * @throws LogUnavailableException when Kafka does not answer or refuses, or something is missing
   *     that this may not create
   */
  public void all(Declaration declaration) {
    topics(declaration.topics());
    groups(declaration.groups());
  }

  /**
   * Sees to topics alone; the groups are for those to configure who read from them.
   *
   * @throws LogUnavailableException as above
   */
  public void topics(Collection<DeclaredTopic> topics) {
    switch (upkeep) {
      case CREATE -> create(topics);
      case EXISTING -> topics.forEach(topic -> exists(topic.name()));
    }
  }

  private void groups(Collection<DeclaredGroup> groups) {
    switch (upkeep) {
      case CREATE -> configure(groups);
      case EXISTING -> groups.forEach(this::begins);
    }
  }

  private void create(Collection<DeclaredTopic> topics) {
    admin
        .createTopics(topics.stream().map(TopicKeeper::asNew).toList())
        .values()
        .forEach(
            (topic, done) -> {
              Optional<Throwable> refusal = refusal(done, "cannot create the topic " + topic);
              if (refusal.isEmpty() || refusal.get() instanceof TopicExistsException) {
                return;
              }
              if (refusal.get() instanceof AuthorizationException) {
                exists(topic); // then nobody has to create it
                return;
              }
              throw refused("cannot create the topic " + topic, refusal.get());
            });
  }

  private void exists(String topic) {
    String failure = "cannot use the topic " + topic;
    refusal(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), failure)
        .ifPresent(
            cause -> {
              throw cause instanceof UnknownTopicOrPartitionException
                      || cause instanceof AuthorizationException
                  ? new LogUnavailableException(
                      "the topic %s is not there, or must not be seen%s".formatted(topic, HELP),
                      cause)
                  : refused(failure, cause);
            });
  }

  private void configure(Collection<DeclaredGroup> groups) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        groups.stream()
            .collect(
                Collectors.toMap(
                    group -> resource(group.name()),
                    group ->
                        group.settings().entrySet().stream()
                            .map(
                                setting ->
                                    new AlterConfigOp(
                                        new ConfigEntry(setting.getKey(), setting.getValue()),
                                        AlterConfigOp.OpType.SET))
                            .toList()));
    admin
        .incrementalAlterConfigs(changes)
        .values()
        .forEach(
            (group, done) -> {
              String failure = "cannot configure the share group " + group.name();
              refusal(done, failure)
                  .ifPresent(
                      cause -> {
                        throw new LogUnavailableException(
                            failure
                                + ": "
                                + cause.getMessage()
                                + (cause instanceof AuthorizationException
                                    ? "; with LANGEVIN_TOPICS=existing it need not" + HELP
                                    : ""),
                            cause);
                      });
            });
  }

  /** Sees that a group begins as it is declared to. */
  private void begins(DeclaredGroup group) {
    String failure = "cannot see the settings of the share group " + group.name();
    ConfigResource resource = resource(group.name());
    KafkaFuture<Config> asked = admin.describeConfigs(List.of(resource)).values().get(resource);
    refusal(asked, failure)
        .ifPresent(
            cause -> {
              throw refused(failure, cause);
            });
    String wanted = group.settings().get(BEGINNING);
    ConfigEntry found = asked.toCompletionStage().toCompletableFuture().join().get(BEGINNING);
    if (found == null || !found.value().equals(wanted)) {
      throw new LogUnavailableException(
          "the share group %s has %s=%s, which skips jobs, not %s%s"
              .formatted(group.name(), BEGINNING, found == null ? "" : found.value(), wanted, HELP),
          null);
    }
  }

  private static ConfigResource resource(String group) {
    return new ConfigResource(ConfigResource.Type.GROUP, group);
  }

  private static NewTopic asNew(DeclaredTopic topic) {
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), Optional.of((short) topic.replication()))
        .configs(topic.settings());
  }

  /** What Kafka refused with; empty if it did as it was asked. */
  private static Optional<Throwable> refusal(KafkaFuture<?> done, String failure) {
    try {
      done.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause());
    } catch (TimeoutException e) {
      throw new LogUnavailableException(
          failure + ": Kafka did not answer in " + WAIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException(failure + ": interrupted", e);
    }
  }

  private static LogUnavailableException refused(String failure, Throwable cause) {
    return new LogUnavailableException(
        failure + ": " + cause.getMessage() + (cause instanceof AuthorizationException ? HELP : ""),
        cause);
  }
}
