package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Launch;
import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.cluster.Ports;
import dev.langevin.deploy.Broker;
import dev.langevin.runtime.grpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes that are measured, a broker, a gateway and an orchestrator, started as {@code
 * langevin} starts its own; and, in this process, services that answer at once.
 */
final class Site implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int LINES = 10;
  private static final String QUEUE_LIMIT = "10000000";

  private final InstantDenoiser denoiser = new InstantDenoiser();
  private final InstantDecoder decoder = new InstantDecoder();
  private final RpcServer services =
      RpcServer.startDirect(HOST, 0, GRACE, denoiser, new InstantEncoder(), decoder);

  /** No process outlives a run that is broken off. */
  private final Thread hook = new Thread(this::end);

  private final List<Node> started = new ArrayList<>();
  private final Path folder;
  private final int broker;
  private final int gatewayPort;
  private final Ports ports = new Ports();
  private final List<String> options;
  private final Node gateway;

  /**
   * Starts broker and gateway.
   *
   * @param folder where they keep what they keep
   */
  Site(Path folder) throws IOException {
    this(folder, Launch.lasting());
  }

  /**
   * The same.
   *
   * @param options of the Java virtual machines of gateway and orchestrator
   */
  Site(Path folder, List<String> options) throws IOException {
    this.folder = folder;
    this.options = options;
    Files.createDirectories(folder.resolve("logs"));
    Runtime.getRuntime().addShutdownHook(hook);
    broker = ports.next();
    gatewayPort = ports.next();
    List<String> arguments =
        List.of(
            folder.resolve("kafka").toString(),
            Integer.toString(broker),
            Integer.toString(ports.next()),
            Integer.toString(broker));
    start("broker", new Launch(Broker.class, Launch.lasting(), arguments, Map.of(), log("broker")));
    gateway =
        start(
            "gateway",
            service(
                dev.langevin.gateway.Main.class,
                "gateway",
                Map.of("PORT", Integer.toString(gatewayPort), "QUEUE_LIMIT", QUEUE_LIMIT)));
  }

  /** Starts an orchestrator that does so many interactive jobs at a time, and no batch jobs. */
  Node orchestrator(int slots) throws IOException {
    return orchestrator("orchestrator-" + slots, slots, 0);
  }

  /** Starts one that does so many lines of batches at a time, and hardly anything else. */
  Node feeder(String title, int slots) throws IOException {
    return orchestrator(title, 1, slots);
  }

  private Node orchestrator(String title, int interactive, int batch) throws IOException {
    return start(
        title,
        service(
            dev.langevin.orchestrator.Main.class,
            title,
            Map.of(
                "PORT",
                Integer.toString(ports.next()),
                "INTERACTIVE_SLOTS",
                Integer.toString(interactive),
                "BATCH_SLOTS",
                Integer.toString(batch),
                "CHECKPOINTS",
                folder.resolve("checkpoints").toString())));
  }

  /** The gateway's process. */
  Node gateway() {
    return gateway;
  }

  /** Where clients find it. */
  String address() {
    return HOST + ":" + gatewayPort;
  }

  InstantDenoiser denoiser() {
    return denoiser;
  }

  InstantDecoder decoder() {
    return decoder;
  }

  /**
   * Throws if a process has ended by itself.
   *
   * @throws IllegalStateException with its name and what it said last
   */
  void check() {
    for (Node node : started) {
      node.crashed()
          .ifPresent(
              code -> {
                throw new IllegalStateException(
                    "%s ended with exit code %d: %s".formatted(node.title(), code, said(node)));
              });
    }
  }

  /** The last lines that a process wrote. */
  String said(Node node) {
    try {
      List<String> lines = Files.readAllLines(log(node.title()));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "it left no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
    services.close();
  }

  private void end() {
    started.forEach(Node::end);
  }

  private Node start(String title, Launch launch) {
    Node node = new Node(title, launch);
    node.start();
    started.add(node);
    return node;
  }

  private Launch service(Class<?> main, String title, Map<String, String> own) {
    String address = HOST + ":" + services.port();
    Map<String, String> settings = new HashMap<>(own);
    settings.put("KAFKA", HOST + ":" + broker);
    settings.put("DENOISERS", address);
    settings.put("ENCODERS", address);
    settings.put("DECODERS", address);
    return new Launch(main, options, List.of(), settings, log(title));
  }

  private Path log(String title) {
    return folder.resolve("logs").resolve(title + ".log");
  }
}
