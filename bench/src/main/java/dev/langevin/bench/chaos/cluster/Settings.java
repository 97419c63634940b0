package dev.langevin.bench.chaos.cluster;

import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.bench.cluster.Launch;
import dev.langevin.deploy.Broker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the processes are told: little memory, one thread for networks, short deadlines. */
public final class Settings {
  /** How long a job stays a slot's without renewal. */
  public static final Duration LOCK = Duration.ofSeconds(2);

  /** How long a service may be silent. */
  public static final Duration STEP_TIMEOUT = Duration.ofSeconds(2);

  /** How long a picture may take. */
  public static final Duration DECODE_TIMEOUT = Duration.ofSeconds(4);

  /** Interactive jobs of one orchestrator. */
  public static final int INTERACTIVE_SLOTS = 6;

  /** Batch jobs, and lines of batches, of one orchestrator. */
  public static final int BATCH_SLOTS = 2;

  private static final int BROKER_HEAP = 192;
  private static final int HEAP = 128;

  private final Path folder;
  private final Path models;
  private final Function<Member, String> address;

  Settings(Path folder, Path models, Function<Member, String> address) {
    this.folder = folder;
    this.models = models;
    this.address = address;
  }

  /** The broker's start. */
  Launch broker(int port, int controller, int advertised) {
    List<String> arguments =
        List.of(
            folder.resolve("kafka").toString(),
            Integer.toString(port),
            Integer.toString(controller),
            Integer.toString(advertised));
    return new Launch(
        Broker.class, Launch.small(BROKER_HEAP), arguments, Map.of(), log(Member.BROKER));
  }

  /** A service's start. */
  Launch service(Member member, int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("PORT", Integer.toString(port));
    settings.putAll(
        switch (member.role()) {
          case GATEWAY -> callers();
          case ORCHESTRATOR -> orchestrator();
          case DENOISER -> network("DATA", "measured");
          case ENCODER -> network("CACHE_ENTRIES", null);
          case DECODER -> network("ARTIFACTS", "artifacts");
          case BROKER -> throw new IllegalArgumentException("the broker is no service");
        });
    return new Launch(main(member.role()), Launch.small(HEAP), List.of(), settings, log(member));
  }

  private static Class<?> main(Role role) {
    return switch (role) {
      case GATEWAY -> dev.langevin.gateway.Main.class;
      case ORCHESTRATOR -> dev.langevin.orchestrator.Main.class;
      case DENOISER -> dev.langevin.denoiser.Main.class;
      case ENCODER -> dev.langevin.encoder.Main.class;
      case DECODER -> dev.langevin.decoder.Main.class;
      case BROKER -> Broker.class;
    };
  }

  private Map<String, String> callers() {
    return Map.of(
        "KAFKA", address.apply(Member.BROKER),
        "DENOISERS", addresses(Role.DENOISER),
        "ENCODERS", addresses(Role.ENCODER),
        "DECODERS", addresses(Role.DECODER));
  }

  private Map<String, String> orchestrator() {
    Map<String, String> settings = new HashMap<>(callers());
    settings.put("LOCK", LOCK.toMillis() + "ms");
    settings.put("STEP_TIMEOUT", STEP_TIMEOUT.toMillis() + "ms");
    settings.put("DECODE_TIMEOUT", DECODE_TIMEOUT.toMillis() + "ms");
    settings.put("CHECKPOINTS", folder.resolve("checkpoints").toString());
    settings.put("INTERACTIVE_SLOTS", Integer.toString(INTERACTIVE_SLOTS));
    settings.put("BATCH_SLOTS", Integer.toString(BATCH_SLOTS));
    return settings;
  }

  private Map<String, String> network(String key, String inFolder) {
    Map<String, String> settings = new HashMap<>(Map.of("MODELS", models.toString()));
    settings.put("THREADS", "1");
    if (inFolder != null) {
      settings.put(key, folder.resolve(inFolder).toString());
    }
    return settings;
  }

  private String addresses(Role role) {
    return Member.of(role).stream().map(address).collect(Collectors.joining(","));
  }

  private Path log(Member member) {
    return folder.resolve("logs").resolve(member.title() + ".log");
  }
}
