package dev.langevin.bench.scaleout;

import dev.langevin.bench.cluster.Launch;
import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.cluster.Ports;
import dev.langevin.deploy.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A broker, an encoder, decoders, and as many denoisers as are asked for; before them, started anew
 * whenever their number changes, a gateway and orchestrators. All of them are processes.
 */
final class Fleet implements AutoCloseable {
  private static final int BROKER_HEAP = 256;
  private static final int HEAP = 128;
  private static final int ORCHESTRATORS = 2;
  private static final int DECODERS = 2;
  private static final long PATIENCE_MILLIS = 10_000;

  /** No process outlives a run that is broken off. */
  private final Thread hook = new Thread(this::close);

  private final Path folder;
  private final Path models;
  private final Setting setting;
  private final Ports ports = new Ports();
  private final List<Node> lasting = new ArrayList<>();
  private final List<Node> callers = new ArrayList<>();
  private final List<String> denoisers = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();
  private final String kafka;
  private final String encoder;
  private final List<String> decoders = new ArrayList<>();
  private int round;

  /**
   * Starts what lasts.
   *
   * @param folder for all that they write
   * @param models directory of model directories
   */
  Fleet(Path folder, Path models, Setting setting) throws IOException {
    this.folder = folder;
    this.models = models;
    this.setting = setting;
    Files.createDirectories(folder.resolve("logs"));
    Runtime.getRuntime().addShutdownHook(hook);
    int port = ports.next();
    kafka = local(port);
    List<String> arguments =
        List.of(
            folder.resolve("kafka").toString(),
            Integer.toString(port),
            Integer.toString(ports.next()),
            Integer.toString(port));
    start("broker", Broker.class, BROKER_HEAP, arguments, Map.of(), lasting);
    encoder = service(dev.langevin.encoder.Main.class, "encoder", List.of(), Map.of());
    for (int i = 1; i <= DECODERS; i++) {
      Map<String, String> settings = Map.of("ARTIFACTS", folder.resolve("artifacts").toString());
      decoders.add(service(dev.langevin.decoder.Main.class, "decoder-" + i, List.of(), settings));
    }
  }

  /**
   * Has that many denoisers, no fewer than before, and a gateway and orchestrators for them.
   *
   * @return the gateway's address
   */
  String serve(int count) throws IOException, InterruptedException {
    stop(callers);
    while (denoisers.size() < count) {
      startDenoiser();
    }
    round++;
    Map<String, String> addresses =
        Map.of(
            "KAFKA",
            kafka,
            "DENOISERS",
            String.join(",", denoisers),
            "ENCODERS",
            encoder,
            "DECODERS",
            String.join(",", decoders));
    for (int i = 1; i <= ORCHESTRATORS; i++) {
      Map<String, String> settings = new HashMap<>(addresses);
      int slots = Math.ceilDiv(setting.jobs(count), ORCHESTRATORS);
      settings.put("INTERACTIVE_SLOTS", Integer.toString(slots));
      settings.put("BATCH_SLOTS", "1");
      settings.put("CHECKPOINTS", folder.resolve("checkpoints").toString());
      call(dev.langevin.orchestrator.Main.class, "orchestrator-" + round + "-" + i, settings);
    }
    return call(dev.langevin.gateway.Main.class, "gateway-" + round, addresses);
  }

  /** What each denoiser's accelerator ran. */
  List<List<RunLog.Entry>> runs() throws IOException {
    List<List<RunLog.Entry>> runs = new ArrayList<>();
    for (Path log : logs) {
      runs.add(RunLog.read(log));
    }
    return runs;
  }

  /** Processor time that all processes have taken, in seconds. */
  double processorSeconds() {
    return Stream.of(lasting, callers)
        .flatMap(List::stream)
        .mapToDouble(node -> node.processorTime().seconds())
        .sum();
  }

  /** Throws if a process has ended although nobody asked it to. */
  void check() {
    for (List<Node> nodes : List.of(lasting, callers)) {
      for (Node node : nodes) {
        node.crashed()
            .ifPresent(
                code -> {
                  throw new IllegalStateException(
                      "%s ended with %d; see %s".formatted(node.title(), code, log(node.title())));
                });
      }
    }
  }

  @Override
  public void close() {
    if (Thread.currentThread() != hook) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    callers.forEach(Node::end);
    lasting.forEach(Node::end);
  }

  private void startDenoiser() throws IOException {
    String name = "denoiser-" + (denoisers.size() + 1);
    Path log = folder.resolve(name + ".runs");
    logs.add(log);
    List<String> arguments =
        List.of(
            Double.toString(setting.fixedMillis()),
            Double.toString(setting.rowMillis()),
            log.toString());
    Map<String, String> settings =
        Map.of(
            "DATA", folder.resolve(name).toString(), "BATCH_CAP", Integer.toString(setting.cap()));
    denoisers.add(service(SimulatedDenoiser.class, name, arguments, settings));
  }

  private String service(
      Class<?> main, String name, List<String> arguments, Map<String, String> settings)
      throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("MODELS", models.toString());
    all.put("THREADS", "1");
    return start(main, name, arguments, all, lasting);
  }

  private String call(Class<?> main, String name, Map<String, String> settings) throws IOException {
    return start(main, name, List.of(), settings, callers);
  }

  private String start(
      Class<?> main,
      String name,
      List<String> arguments,
      Map<String, String> settings,
      List<Node> nodes)
      throws IOException {
    int port = ports.next();
    Map<String, String> all = new HashMap<>(settings);
    all.put("PORT", Integer.toString(port));
    start(name, main, HEAP, arguments, all, nodes);
    return local(port);
  }

  private void start(
      String name,
      Class<?> main,
      int heap,
      List<String> arguments,
      Map<String, String> settings,
      List<Node> nodes) {
    Node node =
        new Node(name, new Launch(main, Launch.small(heap), arguments, settings, log(name)));
    nodes.add(node);
    node.start();
  }

  private static void stop(List<Node> nodes) throws InterruptedException {
    for (Node node : nodes) {
      node.terminate(PATIENCE_MILLIS);
    }
    nodes.clear();
  }

  private Path log(String name) {
    return folder.resolve("logs").resolve(name + ".log");
  }

  private static String local(int port) {
    return "127.0.0.1:" + port;
  }
}
