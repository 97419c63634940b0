package dev.langevin.deploy.admin;

import dev.langevin.runtime.topics.DeclaredTopic;
import org.apache.kafka.common.acl.AclBinding;

/** One thing that is done to a Kafka cluster. Nothing is ever deleted. */
sealed interface Change {
  /**
   * A topic that is missing.
   *
   * @param topic how it will be
   */
  record NewTopic(DeclaredTopic topic) implements Change {}

  /**
   * More partitions of a topic.
   *
   * @param from how many there are
   * @param to how many there will be
   */
  record Partitions(String topic, int from, int to) implements Change {}

  /**
   * A setting of a topic.
   *
   * @param from its value now, empty if Kafka knows none
   * @param to what it will be
   */
  record TopicSetting(String topic, String setting, String from, String to) implements Change {}

  /**
   * A setting of a share group.
   *
   * @param from its value now, empty if Kafka knows none
   * @param to what it will be
   */
  record GroupSetting(String group, String setting, String from, String to) implements Change {}

  /**
   * A permission.
   *
   * @param binding who may do what
   */
  record Permission(AclBinding binding) implements Change {}
}
