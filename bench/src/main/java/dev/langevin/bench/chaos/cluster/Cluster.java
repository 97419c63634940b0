package dev.langevin.bench.chaos.cluster;

import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.bench.chaos.wire.Liar;
import dev.langevin.bench.chaos.wire.Proxy;
import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.cluster.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Nine processes, and before each that others call a proxy, through which alone it is reached. A
 * run's folder holds {@code logs/}, {@code artifacts/}, {@code checkpoints/}, {@code measured/} and
 * {@code kafka/}.
 */
public final class Cluster implements AutoCloseable {
  /** No process outlives a run that is broken off. */
  private final Thread hook = new Thread(this::close);

  private final Path folder;
  private final Map<Member, Node> nodes = new EnumMap<>(Member.class);
  private final Map<Member, Proxy> proxies = new EnumMap<>(Member.class);
  private final Map<Member, Integer> real = new EnumMap<>(Member.class);
  private final Map<Member, Liar> liars = new EnumMap<>(Member.class);

  /**
   * Opens the proxies; starts no process yet.
   *
   * @param models directory of model directories
   */
  public Cluster(Path folder, Path models) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("logs"));
    Ports ports = new Ports();
    for (Member member : Member.values()) {
      int port = ports.next();
      real.put(member, port);
      if (member.called()) {
        proxies.put(member, new Proxy(ports.next(), port));
      }
      if (member.role() == Role.DENOISER) {
        liars.put(member, Liar.before(port));
      }
    }
    Settings settings = new Settings(folder, models, this::address);
    for (Member member : Member.values()) {
      nodes.put(
          member,
          new Node(
              member.title(),
              member == Member.BROKER
                  ? settings.broker(real.get(member), ports.next(), proxies.get(member).port())
                  : settings.service(member, real.get(member))));
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The process. */
  public Node node(Member member) {
    return nodes.get(member);
  }

  /** All processes. */
  public Map<Member, Node> nodes() {
    return Map.copyOf(nodes);
  }

  /** What stands before it. */
  public Proxy proxy(Member member) {
    return proxies.get(member);
  }

  /** What gives false answers in a denoiser's place. */
  public Liar liar(Member member) {
    return liars.get(member);
  }

  /** Where it listens itself. */
  public int port(Member member) {
    return real.get(member);
  }

  /** Where clients find it: its proxy. */
  public String address(Member member) {
    return "127.0.0.1:" + proxies.get(member).port();
  }

  /** Where pictures are stored. */
  public Path artifacts() {
    return folder.resolve("artifacts");
  }

  /** Where checkpoints are stored. */
  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** This process and those that run. */
  List<Long> pids() {
    return Stream.concat(
            Stream.of(ProcessHandle.current().pid()), nodes.values().stream().map(Node::pid))
        .toList();
  }

  /** Kills every process that runs. */
  @Override
  public void close() {
    if (Thread.currentThread() != hook) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    nodes.values().forEach(Node::end);
    proxies.values().forEach(Proxy::close);
    liars.values().forEach(Liar::close);
  }
}
