package dev.langevin.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image that stands in for {@code apache/kafka} where none can be pulled: the same broker from
 * the jars that the embedded one runs from, set by the same variables, started by the same script's
 * name. With a shell, since the real one has it and its users rely on that; for tests alone.
 */
final class KafkaStandIn {
  private static final String NAME = "apache/kafka";
  private static final String USER = "1000:1000";
  private static final String ETC = "/etc/kafka/docker/";
  private static final List<Path> PROGRAMS = List.of(Path.of("/bin/bash"));

  /** What the class path of the whole system has for others than the broker. */
  private static final List<String> OTHERS =
      List.of(
          "langevin",
          "vertx",
          "netty",
          "grpc",
          "onnxruntime",
          "tokenizers",
          "api-",
          "jna",
          "opentelemetry",
          "lit-html",
          "chart",
          "picocli",
          "proto");

  private KafkaStandIn() {}

  /** Builds it from the jars of {@code deploy}. */
  static void build(Path checkout, Path java, Path out, Path cache, Platform platform) {
    ClassPath path = ClassPath.of(checkout.resolve("deploy")).without(OTHERS);
    Path work = out.resolve("work/kafka");
    Tree libraries = new Tree();
    path.jars().forEach(jar -> libraries.file(jar, "/opt/kafka/libs/" + jar.getFileName()));
    Tree settings =
        new Tree()
            .file(resource(work, "logback.xml"), ETC + "logback.xml")
            .file(resource(work, "log4j2.yaml"), ETC + "log4j2.yaml")
            .file(resource(work, "log4j2.yaml"), ETC + "tools-log4j2.yaml")
            .file(empty(work), ETC + "server.properties")
            .folder(java, "/opt/kafka/config", "755", USER)
            .folder(java, "/var/lib/kafka/data", "755", USER)
            .folder(java, "/mnt/shared/config", "755", USER)
            .folder(java, "/tmp", "777", "0:0");
    settings.entries().put(ETC + "run", new Tree.Entry(resource(work, "run"), "755", "0:0"));
    Tree below = MachineBase.collect(List.of(java), PROGRAMS, out.resolve("work/base"));
    Map<String, Tree> layers = new LinkedHashMap<>();
    layers.put("base", below);
    layers.put("java", new Tree().all(java, JavaRuntime.HOME));
    layers.put("kafka", libraries);
    layers.put("settings", settings);
    String id =
        new ImageFile(
                NAME + ":" + version(path),
                "",
                layers,
                List.of(ETC + "run"),
                Map.of("PATH", "/bin:/usr/bin"),
                Map.of("org.opencontainers.image.title", "stands in for " + NAME + " in tests"),
                List.of(9092))
            .write(out.resolve("kafka.tar"), cache, platform, USER);
    System.out.printf("%s:%s %s%n", NAME, version(path), id);
  }

  private static String version(ClassPath path) {
    String prefix = "kafka-clients-";
    return path.jars().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length(), name.length() - ".jar".length()))
        .findFirst()
        .orElseThrow(() -> ImageException.missing(prefix, "deploy needs Kafka"));
  }

  private static Path empty(Path work) {
    try {
      return Files.writeString(Files.createDirectories(work).resolve("server.properties"), "");
    } catch (IOException e) {
      throw ImageException.failed("server.properties", e);
    }
  }

  private static Path resource(Path work, String name) {
    Path file = work.resolve(name);
    try (InputStream in = KafkaStandIn.class.getResourceAsStream("kafka/" + name)) {
      Files.createDirectories(work);
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw ImageException.failed(name, e);
    }
  }
}
