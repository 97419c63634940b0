package dev.langevin.images.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Certificates and an API key, made by the command as the head of {@code secure.yaml} says.
 *
 * @param folder where they are, as {@code secure.yaml} expects them
 * @param key the API key
 */
record Secrets(Path folder, String key) {
  private static final Path COMMAND = ComposeFile.CHECKOUT.resolve("deploy/target/langevin.jar");

  static Secrets make(Path folder) throws IOException, InterruptedException {
    Path tls = folder.resolve("tls");
    Path keys = Files.createDirectories(folder.resolve("keys")).resolve("keys.json");
    langevin("admin", "certificates", tls.toString());
    String key =
        langevin("admin", "key", "create", "--keys", keys.toString(), "--tenant", "acme").strip();
    // The containers' user is another, and only root could give the files away.
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String all = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(all));
      }
    }
    return new Secrets(folder, key.substring(key.indexOf("lgv_")).split("\\s")[0]);
  }

  /** What clients trust. */
  Path authority() {
    return folder.resolve("tls").resolve("ca.crt");
  }

  private static String langevin(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", COMMAND.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String problem = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(problem);
    }
    return said;
  }
}
