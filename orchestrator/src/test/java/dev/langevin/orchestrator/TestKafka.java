package dev.langevin.orchestrator;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real single-node broker on two free ports. */
final class TestKafka implements AutoCloseable {
  private final Properties settings;
  private KafkaRaftServer server;

  private TestKafka(Properties settings) {
    this.settings = settings;
  }

  static TestKafka start(Path directory) throws Exception {
    TestKafka kafka = new TestKafka(settings(directory));
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
    kafka.up();
    return kafka;
  }

  String address() {
    return settings.getProperty("advertised.listeners").replace("PLAINTEXT://", "");
  }

  void up() {
    server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  void down() {
    server.shutdown();
    server.awaitShutdown();
  }

  @Override
  public void close() {
    down();
  }

  private static Properties settings(Path directory) throws Exception {
    Properties all = new Properties();
    try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String client = "PLAINTEXT://127.0.0.1:" + broker.getLocalPort();
      String quorum = "127.0.0.1:" + controller.getLocalPort();
      all.setProperty("listeners", client + ",CONTROLLER://" + quorum);
      all.setProperty("advertised.listeners", client);
      all.setProperty("controller.quorum.voters", "1@" + quorum);
    }
    String fixed =
        """
        process.roles=broker,controller
        node.id=1
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.num.partitions=1
        share.coordinator.state.topic.min.isr=1
        group.share.min.record.lock.duration.ms=1000
        group.share.min.heartbeat.interval.ms=500
        group.share.min.session.timeout.ms=3000
        group.share.max.delivery.count.limit=25
        group.share.max.partition.max.record.locks=10000
        errors.deadletterqueue.topic.name.prefix=work.
        log.cleaner.dedupe.buffer.size=2097152
        """;
    all.load(new java.io.StringReader(fixed));
    all.setProperty("log.dirs", directory.toString());
    return all;
  }
}
