package dev.langevin.deploy.admin;

import dev.langevin.runtime.generations.KafkaConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real broker that asks who is there and what they may do: SASL with passwords, and Kafka's own
 * authorizer. {@code admin} may do everything, everybody else what they are allowed.
 */
final class SecuredBroker implements AutoCloseable {
  private static final List<String> USERS = List.of("admin", "gateway", "orchestrator", "stranger");

  private final KafkaRaftServer server;
  private final String address;

  private SecuredBroker(KafkaRaftServer server, String address) {
    this.server = server;
    this.address = address;
  }

  static SecuredBroker start(Path directory) throws Exception {
    Properties properties = new Properties();
    String address;
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      address = "127.0.0.1:" + one.getLocalPort();
      String controller = "127.0.0.1:" + two.getLocalPort();
      properties.setProperty("controller.quorum.voters", "1@" + controller);
      properties.setProperty("listeners", "BROKER://" + address + ",CONTROLLER://" + controller);
    }
    properties.setProperty("advertised.listeners", "BROKER://" + address);
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty(
        "listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("inter.broker.listener.name", "BROKER");
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
    for (String topic : List.of("offsets.topic", "share.coordinator.state.topic")) {
      properties.setProperty(topic + ".replication.factor", "1");
      properties.setProperty(topic + ".num.partitions", "1");
    }
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("group.share.min.record.lock.duration.ms", "1000");
    properties.setProperty("group.share.min.heartbeat.interval.ms", "500");
    properties.setProperty("group.share.min.session.timeout.ms", "3000");
    properties.setProperty("group.share.min.assignment.interval.ms", "0");
    properties.setProperty("group.share.max.delivery.count.limit", "25");
    properties.setProperty("group.share.max.partition.max.record.locks", "10000");
    properties.setProperty("group.share.max.size", "1000");
    secure(properties);
    format(directory);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new SecuredBroker(server, address);
  }

  private static void secure(Properties properties) {
    properties.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Nobody but the controller itself comes without a name.
    properties.setProperty("super.users", "User:admin;User:ANONYMOUS");
    properties.setProperty("sasl.enabled.mechanisms", "PLAIN");
    properties.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.setProperty(
        "listener.name.broker.plain.sasl.jaas.config",
        login("admin")
            + USERS.stream()
                .map(user -> " user_%s=\"%s\"".formatted(user, password(user)))
                .collect(Collectors.joining())
            + ";");
  }

  private static String login(String user) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
        .formatted(user, password(user));
  }

  private static String password(String user) {
    return "of-" + user;
  }

  private static void format(Path directory) throws Exception {
    Files.createDirectories(directory);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .run();
    }
  }

  String address() {
    return address;
  }

  /** The file of client properties that somebody signs in with. */
  Path properties(Path folder, String user) throws IOException {
    StringBuilder text = new StringBuilder();
    settings(user).forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return Files.writeString(folder.resolve(user + ".properties"), text);
  }

  /** What somebody connects with. */
  KafkaConnection connection(String user) {
    return new KafkaConnection(address, settings(user));
  }

  private static Map<String, String> settings(String user) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        login(user) + ";");
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
