package dev.langevin.images.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.langevin.images.containers.ComposeFile.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/**
 * Containers on a network of their own, each as a service of {@code compose.yaml} says. Ports are
 * any free ones of loopback; volumes are deleted with it.
 */
final class Site implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String LOOPBACK = "127.0.0.1";

  private final String name = "langevin-%08x".formatted(ThreadLocalRandom.current().nextInt());
  private final Network network = Network.newNetwork();
  private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();
  private final Set<String> volumes = new LinkedHashSet<>();
  private final boolean healthChecks;

  /** One whose containers have started once they say so. */
  Site() {
    this(false);
  }

  /**
   * One of containers.
   *
   * @param healthChecks whether they are asked for their health, and have started once it is good;
   *     each question takes a tenth of a second of a processor
   */
  Site(boolean healthChecks) {
    this.healthChecks = healthChecks;
  }

  /** Adds a container that is reached by {@code host}; it does not run yet. */
  Site add(String host, Service service) {
    GenericContainer<?> container =
        new GenericContainer<>(Engine.image(service.image()))
            .withImagePullPolicy(image -> false)
            .withNetwork(network)
            .withNetworkAliases(host)
            .withEnv(service.environment())
            .withCreateContainerCmdModifier(
                command -> {
                  command.withName(name + "-" + host).withHostName(host);
                  configure(command.getHostConfig(), service);
                  if (healthChecks) {
                    command.withHealthcheck(health(service));
                  }
                });
    port(service).ifPresent(container::withExposedPorts);
    container.waitingFor(
        healthChecks ? Wait.forHealthcheck() : Wait.forLogMessage(started(service), 1));
    container.withStartupTimeout(PATIENCE);
    containers.put(host, container);
    return this;
  }

  /** Starts these, side by side; gives up on what does not start. */
  void start(String... hosts) {
    Startables.deepStart(Stream.of(hosts).map(this::container)).join();
  }

  /** Starts all, side by side. */
  void startAll() {
    Startables.deepStart(containers.values().stream()).join();
  }

  /** Ends a container as a cluster would, and starts another in its place. */
  void replace(String host, Service service) {
    GenericContainer<?> old = container(host);
    Engine.client().stopContainerCmd(old.getContainerId()).withTimeout(15).exec();
    old.stop();
    add(host, service);
    start(host);
  }

  /** Starts each once those that it waits for have started. */
  void startInOrder(ComposeFile file) {
    file.services()
        .forEach(
            (host, service) ->
                container(host).dependsOn(service.after().stream().map(this::container).toList()));
    startAll();
  }

  /**
   * What a container said that ran to its end.
   *
   * @param exitCode of its process
   */
  record Ended(long exitCode, String said) {}

  /** Runs the command's image to its end. */
  Ended run(Map<String, String> environment, List<Bind> binds, List<String> arguments) {
    try (GenericContainer<?> once =
        new GenericContainer<>("langevin/cli:" + Engine.TAG)
            .withImagePullPolicy(any -> false)
            .withNetwork(network)
            .withEnv(environment)
            .withCommand(arguments.toArray(String[]::new))
            .withCreateContainerCmdModifier(
                command ->
                    command
                        .getHostConfig()
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/tmp", ""))
                        .withBinds(binds))
            .withStartupCheckStrategy(new UntilItEnds().withTimeout(PATIENCE))) {
      once.start();
      return new Ended(once.getCurrentContainerInfo().getState().getExitCodeLong(), once.getLogs());
    }
  }

  /** The container that is reached by that name. */
  GenericContainer<?> container(String host) {
    return containers.get(host);
  }

  /** Where this machine reaches a container's service. */
  String address(String host) {
    GenericContainer<?> container = container(host);
    return LOOPBACK + ":" + container.getFirstMappedPort();
  }

  /** As {@code kill -9}. */
  void kill(String host) {
    Engine.client().killContainerCmd(id(host)).exec();
  }

  /** Starts what was killed, with what it had. */
  void again(String host) {
    Engine.client().startContainerCmd(id(host)).exec();
  }

  void pause(String host) {
    Engine.client().pauseContainerCmd(id(host)).exec();
  }

  void unpause(String host) {
    Engine.client().unpauseContainerCmd(id(host)).exec();
  }

  /** Takes it off the network; nothing closes its connections. */
  void cutOff(String host) {
    Engine.client()
        .disconnectFromNetworkCmd()
        .withContainerId(id(host))
        .withNetworkId(network.getId())
        .withForce(true)
        .exec();
  }

  /** Puts it onto the network again. */
  void reconnect(String host) {
    Engine.client()
        .connectToNetworkCmd()
        .withContainerId(id(host))
        .withNetworkId(network.getId())
        .withContainerNetwork(new ContainerNetwork().withAliases(host))
        .exec();
  }

  /** What the engine knows of a container. */
  Witness witness(String host) {
    return new Witness(host, id(host));
  }

  String id(String host) {
    return container(host).getContainerId();
  }

  @Override
  public void close() {
    List<GenericContainer<?>> all = new ArrayList<>(containers.values());
    all.parallelStream().forEach(GenericContainer::stop);
    network.close();
    for (String volume : volumes) {
      try {
        Engine.client().removeVolumeCmd(volume).exec();
      } catch (DockerException e) {
        System.err.println("volume " + volume + " is left: " + e.getMessage());
      }
    }
  }

  private void configure(HostConfig host, Service service) {
    List<Bind> binds = new ArrayList<>();
    service
        .mounts()
        .forEach(
            (target, source) -> {
              boolean volume = !source.startsWith("/");
              String from = volume ? name + "-" + source : source;
              if (volume) {
                volumes.add(from);
              }
              binds.add(Bind.parse(from + ":" + target));
            });
    Map<String, String> tmpfs = new HashMap<>();
    service.tmpfs().forEach(folder -> tmpfs.put(folder, ""));
    // Testcontainers would listen on all addresses of this machine.
    port(service)
        .ifPresent(
            ports ->
                host.withPortBindings(
                    new PortBinding(Ports.Binding.bindIp(LOOPBACK), ExposedPort.tcp(ports[0]))));
    host.withBinds(binds)
        .withReadonlyRootfs(service.readOnly())
        .withTmpFs(tmpfs)
        .withCapDrop(service.capDrop().stream().map(Capability::valueOf).toArray(Capability[]::new))
        .withSecurityOpts(service.securityOpt());
  }

  private static Optional<Integer[]> port(Service service) {
    return service.ports().stream()
        .findFirst()
        .map(port -> new Integer[] {Integer.valueOf(port.substring(port.lastIndexOf(':') + 1))});
  }

  private static HealthCheck health(Service service) {
    return new HealthCheck()
        .withTest(service.health())
        .withInterval(Duration.ofSeconds(2).toNanos())
        .withTimeout(Duration.ofSeconds(5).toNanos())
        .withStartPeriod(Duration.ofSeconds(60).toNanos())
        .withRetries(3);
  }

  private static String started(Service service) {
    return switch (service.image().substring(0, service.image().indexOf('/'))) {
      case "apache" -> ".*Kafka Server started.*";
      case "andrewgaul" -> ".*Started .*ServerConnector.*";
      default -> ".*started on port.*";
    };
  }

  /** A container that is to end has started when it has, however that was. */
  private static final class UntilItEnds extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String id) {
      String state = getCurrentState(client, id).getStatus();
      return "exited".equals(state) ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
    }
  }
}
