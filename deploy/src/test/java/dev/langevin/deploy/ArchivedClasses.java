package dev.langevin.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The classes of the whole system in the form that a Java virtual machine maps, as {@code
 * ./langevin} keeps them: a start takes less than half the time, of which the tests have dozens.
 */
final class ArchivedClasses {
  /** Without what archives can't be made of: directories, which are the tests' own. */
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
          .collect(Collectors.joining(File.pathSeparator));

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xlog:disable"); // what can't be archived or mapped is loaded as ever

  private static final Path ARCHIVE = rehearse();

  private ArchivedClasses() {}

  /** A process of the command with these arguments, yet to be started. */
  static ProcessBuilder process(Map<String, String> settings, String... arguments) {
    return process("-XX:SharedArchiveFile=" + ARCHIVE, settings, arguments);
  }

  private static Path rehearse() {
    String fork = System.getProperty("surefire.forkNumber", "1"); // there may be several at once
    Path scratch = Path.of("target", "rehearsal-" + fork).toAbsolutePath();
    Path archive = scratch.resolve("classes.jsa");
    try {
      Files.createDirectories(scratch);
      Files.deleteIfExists(archive);
      process(
              "-XX:ArchiveClassesAtExit=" + archive,
              Map.of(
                  "LANGEVIN_DATA", scratch.resolve("data").toString(),
                  "LANGEVIN_MODELS", Command.checkedOutModels().toString(),
                  "LANGEVIN_SERVER", ""),
              "generate",
              "a rehearsal",
              "--steps=2",
              "--output=" + scratch.resolve("picture.png"))
          .redirectErrorStream(true)
          .redirectOutput(scratch.resolve("log").toFile())
          .start()
          .waitFor();
      return archive;
    } catch (IOException e) {
      throw new IllegalStateException("no rehearsal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("no rehearsal", e);
    }
  }

  private static ProcessBuilder process(
      String archive, Map<String, String> settings, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add(archive);
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Not on the command line, which ONNX Runtime reads.
    builder.environment().put("CLASSPATH", CLASS_PATH);
    builder.environment().putAll(settings);
    return builder;
  }
}
