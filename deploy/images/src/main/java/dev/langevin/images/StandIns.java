package dev.langevin.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/**
 * Images that stand in for others' where none can be pulled: the same programs, from jars that the
 * tests have anyway, set by the same variables, started by a script of the same name. With a shell,
 * since the real ones have it and their users rely on that; for tests alone.
 *
 * @param checkout where Maven has built the modules
 * @param java home of the runtime that they have
 * @param out where the images go
 * @param platform what they run on
 */
record StandIns(Path checkout, Path java, Path out, Platform platform) {
  /** Before the names of others, so that nobody takes it for theirs. */
  static final String PREFIX = "langevin-stand-in/";

  private static final List<Path> PROGRAMS = List.of(Path.of("/bin/bash"));

  /** What the class path of the whole system has for others than the broker. */
  private static final List<String> NOT_OF_KAFKA =
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

  /** Builds all, and says for each what it is. */
  void build() {
    Tree below = MachineBase.collect(List.of(java), PROGRAMS, out.resolve("work/stand-ins"));
    kafka(below);
    store(below);
  }

  /** From the jars of {@code deploy}, which the embedded broker runs from. */
  private void kafka(Tree below) {
    ClassPath path = ClassPath.of(checkout.resolve("deploy")).without(NOT_OF_KAFKA);
    String user = "1000:1000";
    String etc = "/etc/kafka/docker/";
    Tree libraries = new Tree();
    path.jars().forEach(jar -> libraries.file(jar, "/opt/kafka/libs/" + jar.getFileName()));
    Tree settings =
        new Tree()
            .file(resource("kafka/logback.xml"), etc + "logback.xml")
            .file(resource("kafka/log4j2.yaml"), etc + "log4j2.yaml")
            .file(resource("kafka/log4j2.yaml"), etc + "tools-log4j2.yaml")
            .file(resource("kafka/server.properties"), etc + "server.properties")
            .folder(java, "/opt/kafka/config", "755", user)
            .folder(java, "/var/lib/kafka/data", "755", user)
            .folder(java, "/mnt/shared/config", "755", user);
    write(
        below,
        "kafka",
        "apache/kafka:" + version(path),
        libraries,
        settings,
        etc + "run",
        9092,
        user);
  }

  /** s3proxy with all it needs, as Maven has brought it for the tests. */
  private void store(Tree below) {
    Path jar = checkout.resolve("deploy/images/target/s3proxy/s3proxy.jar");
    if (!Files.isRegularFile(jar)) {
      throw ImageException.missing(jar, "mvn -Pimages fetches it");
    }
    String home = "/opt/s3proxy/";
    write(
        below,
        "store",
        "andrewgaul/s3proxy:" + manifest(jar),
        new Tree().file(jar, home + "s3proxy"),
        new Tree().folder(java, "/data", "755", "0:0"),
        home + "run-docker-container.sh",
        80,
        "0:0");
  }

  private void write(
      Tree below,
      String name,
      String reference,
      Tree libraries,
      Tree settings,
      String run,
      int port,
      String user) {
    String own = PREFIX + reference;
    settings.folder(java, "/tmp", "777", "0:0");
    settings.entries().put(run, new Tree.Entry(resource(name + "/run"), "755", "0:0"));
    Map<String, Tree> layers = new LinkedHashMap<>();
    layers.put("base", below);
    layers.put("java", new Tree().all(java, JavaRuntime.HOME));
    layers.put("libraries", libraries);
    layers.put("settings", settings);
    String title = "stands in for " + reference + " in tests";
    String id =
        new ImageFile(
                own,
                "",
                layers,
                List.of(run),
                Map.of("PATH", "/bin:/usr/bin"),
                Map.of("org.opencontainers.image.title", title),
                List.of(port))
            .write(out.resolve(name + ".tar"), out.resolve("cache"), platform, user);
    System.out.printf("%s %s%n", own, id);
  }

  private static String manifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Implementation-Version");
    } catch (IOException e) {
      throw ImageException.failed(jar.toString(), e);
    }
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

  private Path resource(String name) {
    Path file = out.resolve("work").resolve(name);
    try (InputStream in = StandIns.class.getResourceAsStream(name)) {
      Files.createDirectories(file.getParent());
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw ImageException.failed(name, e);
    }
  }
}
