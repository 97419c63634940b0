package dev.langevin.deploy.admin;

import dev.langevin.runtime.topics.DeclaredTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Carries changes out.
 *
 * @param admin tells the cluster
 */
record ClusterWriter(Admin admin) {
  /**
   * Does all of them: topics before the groups that name them.
   *
   * @throws dev.langevin.client.CommandException if one can't be done; those before it are
   */
  void apply(List<Change> changes) {
    List<NewTopic> topics = new ArrayList<>();
    Map<String, NewPartitions> partitions = new HashMap<>();
    Map<ConfigResource, Collection<AlterConfigOp>> topicSettings = new HashMap<>();
    Map<ConfigResource, Collection<AlterConfigOp>> groupSettings = new HashMap<>();
    List<AclBinding> permissions = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.NewTopic it -> topics.add(asNew(it.topic()));
        case Change.Partitions it -> partitions.put(it.topic(), NewPartitions.increaseTo(it.to()));
        case Change.TopicSetting it ->
            set(topicSettings, ConfigResource.Type.TOPIC, it.topic(), it.setting(), it.to());
        case Change.GroupSetting it ->
            set(groupSettings, ConfigResource.Type.GROUP, it.group(), it.setting(), it.to());
        case Change.Permission it -> permissions.add(it.binding());
      }
    }
    admin
        .createTopics(topics)
        .values()
        .forEach((name, done) -> ClusterReader.get(done, "create the topic " + name));
    admin
        .createPartitions(partitions)
        .values()
        .forEach((name, done) -> ClusterReader.get(done, "add partitions to the topic " + name));
    configure(topicSettings);
    configure(groupSettings);
    admin
        .createAcls(permissions)
        .values()
        .forEach(
            (binding, done) ->
                ClusterReader.get(done, "add the permission: " + Permissions.text(binding)));
  }

  private void configure(Map<ConfigResource, Collection<AlterConfigOp>> settings) {
    admin
        .incrementalAlterConfigs(settings)
        .values()
        .forEach((what, done) -> ClusterReader.get(done, "configure " + what.name()));
  }

  private static NewTopic asNew(DeclaredTopic topic) {
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), Optional.of((short) topic.replication()))
        .configs(topic.settings());
  }

  private static void set(
      Map<ConfigResource, Collection<AlterConfigOp>> all,
      ConfigResource.Type type,
      String name,
      String setting,
      String value) {
    all.computeIfAbsent(new ConfigResource(type, name), resource -> new ArrayList<>())
        .add(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET));
  }
}
