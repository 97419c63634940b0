package dev.langevin.runtime.generations;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real single-node Kafka for tests, with our topics, on two free ports of loopback; it can stop
 * and start again.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final Properties properties = new Properties();
  private final String address;
  private KafkaRaftServer server;

  private EmbeddedBroker(Path directory, int port, int controllerPort) {
    address = "127.0.0.1:" + port;
    String controller = "127.0.0.1:" + controllerPort;
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("listeners", "BROKER://" + address + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", "BROKER://" + address);
    properties.setProperty(
        "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("inter.broker.listener.name", "BROKER");
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
    for (String topic : new String[] {"offsets.topic", "share.coordinator.state.topic"}) {
      properties.setProperty(topic + ".replication.factor", "1");
      properties.setProperty(topic + ".num.partitions", "1");
    }
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("group.share.min.record.lock.duration.ms", "1000");
    properties.setProperty("group.share.min.heartbeat.interval.ms", "500");
    properties.setProperty("group.share.min.session.timeout.ms", "3000");
    properties.setProperty("group.share.max.delivery.count.limit", "25");
    properties.setProperty("group.share.max.partition.max.record.locks", "10000");
  }

  /** Formats the directory, starts the broker and creates the topics. */
  public static EmbeddedBroker start(Path directory) throws Exception {
    EmbeddedBroker broker = startEmpty(directory);
    try (Admin admin = Clients.admin(KafkaConnection.plaintext(broker.address()))) {
      Topics.create(admin, 1);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** As {@link #start}, without topics. */
  static EmbeddedBroker startEmpty(Path directory) throws Exception {
    EmbeddedBroker broker;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      broker =
          new EmbeddedBroker(
              Files.createDirectories(directory), one.getLocalPort(), two.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException("no two free ports", e);
    }
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new Formatter()
        .setPrintStream(silent)
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
    broker.up();
    return broker;
  }

  /** Where clients connect, {@code host:port}. */
  public String address() {
    return address;
  }

  /** Starts it again on the same ports and data. */
  public void up() {
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** Stops it; its data stay. */
  public void down() {
    server.shutdown();
    server.awaitShutdown();
  }

  @Override
  public void close() {
    down();
  }
}
