package dev.langevin.images;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image is made of.
 *
 * @param name such as gateway
 * @param title of its label
 * @param modules folders of the Maven modules whose jars and libraries it holds
 * @param jars folders of further modules, of which it holds the jar alone
 * @param libraries how the names of those libraries begin that these need
 * @param without how the names of libraries begin that it leaves out
 * @param main the class that runs
 * @param port where it listens, or 0
 * @param heap share of the memory it may use that is for the heap, in percent; networks lie outside
 * @param environment set in it
 */
record Recipe(
    String name,
    String title,
    List<String> modules,
    List<String> jars,
    List<String> libraries,
    List<String> without,
    String main,
    int port,
    int heap,
    Map<String, String> environment) {

  /** Who it runs as, in numbers, since Kubernetes can't look up names. */
  static final String USER = "10001:10001";

  private static final int MOSTLY = 70;
  private static final int BESIDE_NETWORKS = 40;

  /** ONNX Runtime would report to its makers, and asks a shell that is not there who it is. */
  private static final Map<String, String> MODELS =
      Map.of("LANGEVIN_MODELS", "/models", "ORT_DISABLE_TELEMETRY", "1");

  /** All images. */
  static final List<Recipe> ALL =
      List.of(
          service("gateway", "the public API", "gateway", "gateway", 8470, MOSTLY, Map.of()),
          service(
              "text-encoder",
              "prompts to conditionings",
              "text-encoder-svc",
              "encoder",
              8471,
              BESIDE_NETWORKS,
              MODELS),
          service(
              "denoiser",
              "evaluations of networks, in batches",
              "denoiser-svc",
              "denoiser",
              8472,
              BESIDE_NETWORKS,
              with(MODELS, "LANGEVIN_DATA", "/data")),
          service(
              "decoder",
              "latents to pictures and back",
              "decoder-svc",
              "decoder",
              8473,
              BESIDE_NETWORKS,
              with(MODELS, "LANGEVIN_ARTIFACTS", "/data/artifacts")),
          service(
              "orchestrator",
              "the denoising loops of jobs",
              "orchestrator",
              "orchestrator",
              8474,
              MOSTLY,
              Map.of("LANGEVIN_CHECKPOINTS", "/data/checkpoints")),
          new Recipe(
              "cli",
              "the langevin command, for servers that run elsewhere",
              List.of("client", "runtime"),
              List.of("deploy", "gateway"),
              List.of("bcp", "bcutil", "sts"),
              List.of("onnxruntime"),
              "dev.langevin.deploy.cli.Main",
              0,
              MOSTLY,
              Map.of()));

  private static Recipe service(
      String name,
      String title,
      String module,
      String code,
      int port,
      int heap,
      Map<String, String> environment) {
    return new Recipe(
        name,
        title,
        List.of(module),
        List.of(),
        List.of(),
        List.of(),
        "dev.langevin." + code + ".Main",
        port,
        heap,
        with(with(environment, "LANGEVIN_HOST", "0.0.0.0"), "LANGEVIN_MANAGEMENT_PORT", "9464"));
  }

  /** Whether it runs ONNX Runtime. */
  boolean networks() {
    return heap == BESIDE_NETWORKS;
  }

  /** What stands for it in the list of classes: a letter that no other's name has there. */
  String mark() {
    return switch (name) {
      case "gateway" -> "g";
      case "text-encoder" -> "t";
      case "denoiser" -> "n";
      case "decoder" -> "d";
      case "orchestrator" -> "o";
      case "cli" -> "c";
      default -> throw new IllegalArgumentException("an image without a mark: " + name);
    };
  }

  private static Map<String, String> with(Map<String, String> some, String key, String value) {
    Map<String, String> all = new HashMap<>(some);
    all.put(key, value);
    return Map.copyOf(all);
  }
}
