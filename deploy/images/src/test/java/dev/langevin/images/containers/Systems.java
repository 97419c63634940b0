package dev.langevin.images.containers;

import dev.langevin.images.containers.ComposeFile.Service;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole systems of containers, larger than the one of {@code compose.yaml} and made of it. */
final class Systems {
  private static final List<String> NETWORKS = List.of("text-encoder", "denoiser", "decoder");

  /** Little patience, so that faults are seen soon. */
  private static final Map<String, String> HASTY =
      Map.of(
          "LANGEVIN_LOCK", "3s",
          "LANGEVIN_STEP_TIMEOUT", "3s",
          "LANGEVIN_DECODE_TIMEOUT", "10s");

  private final ComposeFile file;
  private final String tag;
  private final Map<String, Map<String, String>> further = new HashMap<>();

  /**
   * Systems of images of this tag.
   *
   * @param tag of ours, such as that of the file
   */
  Systems(ComposeFile file, String tag) {
    this.file = file;
    this.tag = tag;
  }

  /** Tells all replicas of one service something else besides. */
  Systems with(String name, Map<String, String> told) {
    further.put(name, told);
    return this;
  }

  /** Names of so many replicas: {@code denoiser-1} and so on, or the name alone for one. */
  static List<String> replicas(String name, int count) {
    return count == 1
        ? List.of(name)
        : IntStream.rangeClosed(1, count).mapToObj(i -> name + "-" + i).toList();
  }

  /**
   * All containers, of which none runs.
   *
   * @param brokers how many brokers
   * @param counts how many of each service, where it is not one
   */
  Map<String, Service> of(int brokers, Map<String, Integer> counts) {
    Map<String, Service> all = new LinkedHashMap<>();
    brokers(brokers).forEach(all::put);
    // Files of other commits may have none.
    Optional.ofNullable(file.services().get("store")).ifPresent(store -> all.put("store", store));
    for (String name : List.of("text-encoder", "denoiser", "decoder", "orchestrator", "gateway")) {
      for (String replica : replicas(name, counts.getOrDefault(name, 1))) {
        all.put(replica, service(name, brokers, counts));
      }
    }
    return all;
  }

  /** One of our services, told where the others are. */
  Service service(String name, int brokers, Map<String, Integer> counts) {
    Service service = file.services().get(name);
    String image = service.image();
    Map<String, String> told = new HashMap<>();
    if (NETWORKS.contains(name)) {
      told.put("LANGEVIN_THREADS", "1");
    } else {
      told.put("LANGEVIN_KAFKA", addresses("kafka", brokers, 9092));
      told.put("LANGEVIN_REPLICATION", Integer.toString(brokers));
      told.put(
          "LANGEVIN_ENCODERS",
          addresses("text-encoder", counts.getOrDefault("text-encoder", 1), 8471));
      told.put(
          "LANGEVIN_DENOISERS", addresses("denoiser", counts.getOrDefault("denoiser", 1), 8472));
      told.put("LANGEVIN_DECODERS", addresses("decoder", counts.getOrDefault("decoder", 1), 8473));
    }
    if (name.equals("orchestrator")) {
      told.putAll(HASTY);
    }
    told.putAll(further.getOrDefault(name, Map.of()));
    return service.of(image.substring(0, image.lastIndexOf(':') + 1) + tag).with(told);
  }

  private Map<String, Service> brokers(int count) {
    Service one = file.services().get("kafka");
    Map<String, Service> brokers = new LinkedHashMap<>();
    List<String> names = replicas("kafka", count);
    String voters =
        IntStream.range(0, count)
            .mapToObj(i -> "%d@%s:9093".formatted(i + 1, names.get(i)))
            .collect(Collectors.joining(","));
    String copies = Integer.toString(count);
    String enough = Integer.toString((count + 1) / 2);
    for (int i = 0; i < count; i++) {
      Map<String, String> told = new HashMap<>();
      told.put("KAFKA_NODE_ID", Integer.toString(i + 1));
      told.put("KAFKA_CONTROLLER_QUORUM_VOTERS", voters);
      told.put("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + names.get(i) + ":9092");
      told.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies);
      told.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies);
      told.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", copies);
      told.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", enough);
      told.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", enough);
      told.put("KAFKA_MIN_INSYNC_REPLICAS", enough);
      // What a broker has is gone with it; the others have it too.
      brokers.put(names.get(i), one.with(told).withoutMounts());
    }
    return brokers;
  }

  private static String addresses(String name, int count, int port) {
    return replicas(name, count).stream()
        .map(replica -> replica + ":" + port)
        .collect(Collectors.joining(","));
  }
}
