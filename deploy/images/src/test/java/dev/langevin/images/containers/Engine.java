package dev.langevin.images.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** The container engine, and our images in it. */
final class Engine {
  private static final Path IMAGES = ComposeFile.CHECKOUT.resolve("deploy/target/images");

  /** Of our images: the version. */
  static final String TAG = System.getProperty("langevin.images.tag", "0.1.0-SNAPSHOT");

  private static final List<String> NAMES =
      List.of(
          "gateway",
          "text-encoder",
          "denoiser",
          "decoder",
          "orchestrator",
          "cli",
          "kafka",
          "store");

  private Engine() {}

  /** Skips the test, and says why where people see it, unless there are an engine and images. */
  static void require() throws IOException {
    for (String name : NAMES) {
      want(
          Files.isRegularFile(IMAGES.resolve(name + ".tar")),
          name
              + ".tar is not built; mvn -Pimages -Dimages.base=machine -Dimages.stand-ins package");
    }
    want(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker engine answers; eval \"$(deploy/docker-engine start)\" starts one");
    for (String name : NAMES) {
      load(name);
    }
  }

  static DockerClient client() {
    return DockerClientFactory.instance().client();
  }

  /** What runs for an image of {@code compose.yaml}: others' have one that stands in for them. */
  static String image(String reference) {
    return reference.startsWith("langevin/") ? reference : "langevin-stand-in/" + reference;
  }

  /** Loads an image, unless its name means what was built last. */
  private static void load(String name) throws IOException {
    List<String> built = Files.readAllLines(IMAGES.resolve(name + ".id"));
    if (!built.getFirst().equals(id(built.get(1)))) {
      try (InputStream image = Files.newInputStream(IMAGES.resolve(name + ".tar"))) {
        client().loadImageCmd(image).exec();
      }
    }
  }

  /** The id of an image, empty if there is none of that name. */
  static String id(String reference) {
    try {
      return client().inspectImageCmd(reference).exec().getId();
    } catch (NotFoundException e) {
      return "";
    }
  }

  private static void want(boolean there, String reason) {
    if (!there) {
      System.err.println("SKIPPED container tests: " + reason);
    }
    assumeTrue(there, reason);
  }
}
