package dev.langevin.images.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code deploy/compose/compose.yaml}, as far as it uses what the format has. What it does not know
 * it refuses, so that nothing in the file is left out unseen.
 *
 * @param services by their names, in the file's order
 */
record ComposeFile(Map<String, Service> services) {
  /** The checkout. */
  static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

  /** Its folder, from which its paths lead. */
  private static final Path FOLDER = CHECKOUT.resolve("deploy/compose");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");

  /**
   * A service.
   *
   * @param image its image's reference
   * @param environment what it is told
   * @param mounts sources by targets: paths, or names of volumes
   * @param ports {@code address:port:port}
   * @param readOnly whether its root can't be written
   * @param tmpfs what lies in memory
   * @param capDrop capabilities that it does not get
   * @param securityOpt further restrictions
   * @param restart when it is started again
   * @param health the command that asks for its health
   * @param after what has to be healthy before
   */
  record Service(
      String image,
      Map<String, String> environment,
      Map<String, String> mounts,
      List<String> ports,
      boolean readOnly,
      List<String> tmpfs,
      List<String> capDrop,
      List<String> securityOpt,
      String restart,
      List<String> health,
      Set<String> after) {
    /** The same, told something else besides. */
    Service with(Map<String, String> more) {
      Map<String, String> all = new LinkedHashMap<>(environment);
      all.putAll(more);
      return told(all);
    }

    /** The same, told this alone. */
    Service told(Map<String, String> other) {
      return copy(image, other, mounts);
    }

    /** The same with something else mounted at one place. */
    Service mounting(String target, String source) {
      Map<String, String> all = new LinkedHashMap<>(mounts);
      all.put(target, source);
      return copy(image, environment, all);
    }

    /** The same with nothing mounted. */
    Service withoutMounts() {
      return copy(image, environment, Map.of());
    }

    /** The same of another image. */
    Service of(String other) {
      return copy(other, environment, mounts);
    }

    private Service copy(String of, Map<String, String> told, Map<String, String> mounting) {
      return new Service(
          of, told, mounting, ports, readOnly, tmpfs, capDrop, securityOpt, restart, health, after);
    }
  }

  /** Reads it, as it is without variables set. */
  static ComposeFile read() throws IOException {
    return read(FOLDER.resolve("compose.yaml"), Map.of());
  }

  /**
   * Reads it with {@code secure.yaml} over it.
   *
   * @param folder where certificates and keys are
   */
  static ComposeFile secure(Path folder) throws IOException {
    Map<String, String> variables = Map.of("LANGEVIN_SECURE", folder.toString());
    Object whole = parse(FOLDER.resolve("compose.yaml"), variables);
    return of(over(whole, parse(FOLDER.resolve("secure.yaml"), variables)));
  }

  /** Reads one of another commit. */
  static ComposeFile read(Path file, Map<String, String> variables) throws IOException {
    return of(parse(file, variables));
  }

  private static Object parse(Path file, Map<String, String> variables) throws IOException {
    String filled =
        VARIABLE
            .matcher(Files.readString(file))
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        variables.getOrDefault(found.group(1), found.group(2))));
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(filled);
  }

  /** As Compose does it: of maps the union, of lists one after the other, else the upper one. */
  private static Object over(Object lower, Object upper) {
    if (lower instanceof Map<?, ?> below && upper instanceof Map<?, ?> above) {
      Map<Object, Object> both = new LinkedHashMap<>(below);
      above.forEach((key, value) -> both.merge(key, value, ComposeFile::over));
      return both;
    }
    if (lower instanceof List<?> first && upper instanceof List<?> then) {
      return Stream.concat(first.stream(), then.stream()).toList();
    }
    return upper;
  }

  private static ComposeFile of(Object parsed) {
    Node whole = new Node("file", parsed);
    whole.allow("name", "services", "volumes", "x-.*");
    Map<String, Service> services = new LinkedHashMap<>();
    Node all = whole.map("services");
    all.names().forEach(name -> services.put(name, service(all.map(name))));
    return new ComposeFile(services);
  }

  private static Service service(Node node) {
    node.allow(
        "image",
        "pull_policy",
        "environment",
        "volumes",
        "ports",
        "read_only",
        "tmpfs",
        "cap_drop",
        "security_opt",
        "restart",
        "stop_grace_period",
        "healthcheck",
        "depends_on");
    Node health = node.map("healthcheck");
    health.allow("test", "interval", "timeout", "start_period", "retries");
    Set<String> after = new TreeSet<>();
    Node depends = node.map("depends_on");
    for (String name : depends.names()) {
      depends.map(name).allow("condition");
      depends.map(name).require("condition", "service_healthy");
      after.add(name);
    }
    return new Service(
        node.text("image"),
        node.map("environment").texts(),
        mounts(node.items("volumes")),
        node.list("ports"),
        node.text("read_only").equals("true"),
        node.list("tmpfs"),
        node.list("cap_drop"),
        node.list("security_opt"),
        node.text("restart"),
        health.list("test"),
        after);
  }

  /** In both of the forms that Compose has for them. */
  private static Map<String, String> mounts(List<?> written) {
    Map<String, String> mounts = new LinkedHashMap<>();
    for (Object mount : written) {
      if (mount instanceof Map<?, ?> longForm) {
        Node node = new Node("volumes", longForm);
        node.allow("type", "source", "target", "read_only", "bind");
        String mode = node.text("read_only").equals("true") ? ":ro" : "";
        mounts.put(node.text("target") + mode, source(node.text("source")));
      } else {
        String[] parts = mount.toString().split(":");
        mounts.put(parts[1] + (parts.length > 2 ? ":" + parts[2] : ""), source(parts[0]));
      }
    }
    return mounts;
  }

  private static String source(String written) {
    return written.matches("[./].*") ? FOLDER.resolve(written).normalize().toString() : written;
  }
}
