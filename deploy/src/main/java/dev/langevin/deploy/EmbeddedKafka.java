package dev.langevin.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker and its controller in this JVM: one node, on loopback, its log in a directory
 * that survives restarts and {@code kill -9}.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final String address;

  private EmbeddedKafka(KafkaRaftServer server, String address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Starts the broker; returns when it serves.
   *
   * @param directory where its log lives; created, or formatted, if it is new
   * @throws IOException if the directory cannot be used or the broker does not start
   */
  public static EmbeddedKafka start(Path directory) throws IOException {
    return start(directory, Ports.choose());
  }

  /**
   * Starts the broker on ports of the caller's choice, such as those it had before; returns when it
   * serves.
   *
   * @param directory where its log lives; created, or formatted, if it is new
   * @throws IOException if the directory cannot be used or the broker does not start
   */
  public static EmbeddedKafka start(Path directory, Ports ports) throws IOException {
    return start(directory, ports, Map.of());
  }

  /**
   * The same with other settings of Kafka's in place of ours, or besides.
   *
   * @throws IOException likewise
   */
  static EmbeddedKafka start(Path directory, Ports ports, Map<String, String> others)
      throws IOException {
    Files.createDirectories(directory);
    Properties settings = settings(directory, ports);
    settings.putAll(others);
    format(directory);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException failure) {
      // Without it the broker's threads would keep the JVM alive.
      server.shutdown();
      throw new IOException("Kafka did not start in " + directory + ": " + cause(failure), failure);
    }
    return new EmbeddedKafka(server, "127.0.0.1:" + ports.broker);
  }

  /** What clients connect to, host:port. */
  public String address() {
    return address;
  }

  /** Stops the broker cleanly; its data stay. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path directory) throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      new Formatter()
          .setPrintStream(nowhere)
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception failure) {
      throw new IOException("Kafka could not format " + directory + ": " + cause(failure), failure);
    }
  }

  private static Properties settings(Path directory, Ports ports) {
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(NODE));
    settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + ports.controller);
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty("inter.broker.listener.name", "BROKER");
    settings.setProperty("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.setProperty(
        "listeners",
        "BROKER://127.0.0.1:" + ports.broker + ",CONTROLLER://127.0.0.1:" + ports.controller);
    settings.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + ports.advertised);
    settings.setProperty("log.dirs", directory.toString());
    // Topics are created with their settings by the services, never by chance.
    settings.setProperty("auto.create.topics.enable", "false");
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      settings.setProperty(topic + ".replication.factor", "1");
    }
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    // One node needs no fifty partitions of bookkeeping; fewer make the first start quicker.
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.num.partitions", "1");
    settings.setProperty("share.coordinator.state.topic.num.partitions", "4");
    // After kill -9 the controller waits for the old broker's session to lapse before it lets the
    // new one in; both are this process, so a short session loses nothing.
    settings.setProperty("broker.session.timeout.ms", "1500");
    settings.setProperty("broker.heartbeat.interval.ms", "300");
    // Else 128 MiB of heap wait for the compaction of millions of keys at once.
    settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    // The first consumer of a group on one node has nobody to wait for.
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    // The floors under what the services ask for their share groups.
    settings.setProperty("group.share.min.record.lock.duration.ms", "1000");
    settings.setProperty("group.share.min.heartbeat.interval.ms", "100");
    settings.setProperty("group.share.min.session.timeout.ms", "1000");
    settings.setProperty("group.share.min.assignment.interval.ms", "0");
    settings.setProperty("group.share.max.delivery.count.limit", "25");
    settings.setProperty("group.share.max.partition.max.record.locks", "10000");
    settings.setProperty("group.share.partition.max.record.locks", "10000");
    settings.setProperty("group.share.max.size", "1000");
    return settings;
  }

  private static String cause(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }

  /**
   * Loopback ports of a broker.
   *
   * @param broker where it listens for clients
   * @param controller where it listens for itself
   * @param advertised where it tells clients to find it: {@code broker}, or a proxy's before it
   */
  public record Ports(int broker, int controller, int advertised) {
    /** Free ones, both held while they are chosen so that they differ. */
    static Ports choose() throws IOException {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      try (ServerSocket broker = new ServerSocket(0, 1, loopback);
          ServerSocket controller = new ServerSocket(0, 1, loopback)) {
        int port = broker.getLocalPort();
        return new Ports(port, controller.getLocalPort(), port);
      }
    }
  }
}
