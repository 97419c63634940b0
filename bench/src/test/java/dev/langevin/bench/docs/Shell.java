package dev.langevin.bench.docs;

import static java.util.stream.Collectors.joining;

import dev.langevin.bench.cluster.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the blocks of documents as a user would who pastes them into a terminal, one directory for
 * each document: a link to each folder of the checkout is in it, {@code ./langevin}, and what
 * earlier blocks made. Ports are others than those in the text; the home directory is the tests'.
 */
final class Shell implements AutoCloseable {
  private static final int SERVER = 8470;
  private static final Pattern PORT = Pattern.compile("\\b(84[78]\\d|909\\d)\\b");
  private static final int LIMIT_SECONDS = 600;

  private final Path root;
  private final Path tools;
  private final Path server;
  private final Ports free = new Ports();
  private final Map<Integer, Integer> ports = new HashMap<>();

  Shell(Path root) throws IOException {
    this.root = root;
    clear(root);
    tools = Files.createDirectories(root.resolve("tools"));
    server = Files.createDirectories(root.resolve("server"));
    Files.createDirectories(root.resolve("home"));
    tool("langevin");
    if (where("curl").isPresent()) {
      tool("curl");
    }
    if (where("grpcurl").isEmpty()) {
      tool("grpcurl");
    }
  }

  /**
   * What came of a block.
   *
   * @param code 0 if every command of it succeeded
   */
  record Result(int code, String output) {}

  /** Runs a block of commands. */
  Result sh(Block block) throws Exception {
    Path directory = directory(block.page());
    Path variables = directory.resolve(".variables");
    String text = ". %1$s\n%2$s\nexport -p >%1$s\n".formatted(variables, ported(block.text()));
    return run(directory, List.of("sh", "-e"), text);
  }

  /** Runs a block of Python. */
  Result python(Block block) throws Exception {
    return run(directory(block.page()), List.of("python3"), ported(block.text()));
  }

  /** Writes a block into a file. */
  void write(Block block, String name) throws IOException {
    Files.writeString(directory(block.page()).resolve(name), block.text() + "\n");
  }

  /** Whether one of the documents has started a server. */
  boolean serving() {
    return Files.exists(server.resolve("pid"));
  }

  /** Starts a server. */
  Result serve(Page page) throws Exception {
    return run(directory(page), List.of("sh", "-e"), "./langevin serve");
  }

  /** Where a program is; empty if this machine has none. */
  static Optional<Path> where(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Ends the server; what else the documents start, they end. */
  @Override
  public void close() throws IOException {
    if (serving()) {
      long pid = Long.parseLong(Files.readString(server.resolve("pid")).strip());
      ProcessHandle.of(pid)
          .filter(process -> process.info().command().orElse("").endsWith("java"))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private Result run(Path directory, List<String> command, String text) throws Exception {
    Path script = Files.writeString(root.resolve("script"), text);
    Path output = root.resolve("output");
    List<String> words = new ArrayList<>(command);
    words.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    environment(builder.environment());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);
    return ended
        ? new Result(process.exitValue(), said)
        : new Result(-1, said + "\nnot done after " + LIMIT_SECONDS + " s");
  }

  private void environment(Map<String, String> variables) throws IOException {
    variables.keySet().removeIf(name -> name.startsWith("LANGEVIN_") || name.startsWith("XDG_"));
    variables.put("HOME", root.resolve("home").toString());
    variables.put("PATH", tools + ":" + variables.get("PATH"));
    variables.put("LC_ALL", "C.UTF-8");
    String classes = System.getProperty("java.class.path");
    variables.put("DOCS_TESTS", classes);
    // Jars alone, whose classes Java can keep in the form that it maps.
    variables.put(
        "CLASSPATH",
        Stream.of(classes.split(":")).filter(p -> p.endsWith(".jar")).collect(joining(":")));
    variables.put("DOCS_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    variables.put("DOCS_CHECKOUT", Page.CHECKOUT.toString());
    variables.put("DOCS_SERVER", server.toString());
    variables.put("DOCS_PORT", Integer.toString(port(SERVER)));
    variables.put("DOCS_CURL", where("curl").map(Path::toString).orElse(""));
  }

  private Path directory(Page page) throws IOException {
    Path directory = root.resolve(page.file().toString().replaceAll("\\W", "-"));
    if (!Files.exists(directory)) {
      Files.createDirectories(directory);
      Files.createFile(directory.resolve(".variables"));
      Files.createSymbolicLink(directory.resolve("langevin"), tools.resolve("langevin"));
      try (Stream<Path> folders = Files.list(Page.CHECKOUT)) {
        for (Path folder : (Iterable<Path>) folders.filter(Files::isDirectory)::iterator) {
          Files.createSymbolicLink(directory.resolve(folder.getFileName()), folder);
        }
      }
    }
    return directory;
  }

  private String ported(String text) throws IOException {
    StringBuilder here = new StringBuilder();
    Matcher matcher = PORT.matcher(text);
    while (matcher.find()) {
      int port = Integer.parseInt(matcher.group());
      matcher.appendReplacement(here, Integer.toString(port(port)));
    }
    return matcher.appendTail(here).toString();
  }

  private int port(int written) throws IOException {
    Integer known = ports.get(written);
    if (known == null) {
      known = free.next();
      ports.put(written, known);
    }
    return known;
  }

  /** Links are removed, and not what they lead to. */
  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void tool(String name) throws IOException {
    Path file = tools.resolve(name);
    try (var in = Shell.class.getResourceAsStream("/docs/" + name)) {
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
