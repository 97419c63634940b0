package dev.langevin.client.show;

import dev.langevin.client.CommandException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The program with which the desktop opens a file.
 *
 * @param command the words before the file's name; empty if there is none
 * @param problem why there is none; empty if there is one
 */
public record Viewer(List<String> command, String problem) {
  /**
   * The desktop's.
   *
   * @param system as {@code os.name} gives it
   * @param environment the process's variables
   */
  public static Viewer of(String system, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("win")) {
      return new Viewer(List.of("cmd", "/c", "start", ""), "");
    }
    boolean mac = name.startsWith("mac");
    if (!mac
        && !environment.containsKey("DISPLAY")
        && !environment.containsKey("WAYLAND_DISPLAY")) {
      return new Viewer(List.of(), "there is no desktop: DISPLAY and WAYLAND_DISPLAY are not set");
    }
    String program = mac ? "open" : "xdg-open";
    return find(program, environment.getOrDefault("PATH", ""))
        .map(path -> new Viewer(List.of(path.toString()), ""))
        .orElseGet(
            () ->
                new Viewer(
                    List.of(), "there is no " + program + " on the PATH; install xdg-utils"));
  }

  /**
   * Opens a file, and does not wait for what happens with it.
   *
   * @throws CommandException if there is no viewer, or it does not start
   */
  public void open(Path file) {
    if (command.isEmpty()) {
      throw CommandException.failed("--open: " + file + " can't be opened: " + problem, null);
    }
    List<String> words = new ArrayList<>(command);
    words.add(file.toAbsolutePath().toString());
    try {
      new ProcessBuilder(words)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw CommandException.failed(
          "--open: " + file + " can't be opened: " + CommandException.reason(e), e);
    }
  }

  private static Optional<Path> find(String program, String path) {
    for (String folder : path.split(File.pathSeparator)) {
      Path file = Path.of(folder).resolve(program);
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
