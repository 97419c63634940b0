package dev.langevin.client.steps;

import dev.langevin.client.CommandException;
import dev.langevin.v1.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder that gets a picture of every step as {@code step-001.png}, and one that moves. */
public final class StepFolder {
  /** The name of the moving picture. */
  public static final String ANIMATION = "denoising.png";

  private static final String OPTION = "--watch-steps";
  private static final Pattern OURS = Pattern.compile("step-\\d+\\.png|denoising\\.png");

  private final Path folder;
  private final Map<Integer, Path> written = new TreeMap<>();

  private StepFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder if there is none.
   *
   * @throws CommandException if it can't be written to, or holds pictures of steps
   */
  public static StepFolder of(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".langevin", ".part"));
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> OURS.matcher(name).matches())
            .findFirst()
            .ifPresent(
                name -> {
                  throw CommandException.file(
                      OPTION, folder, "holds " + name + " already; name another folder");
                });
      }
    } catch (IOException e) {
      throw CommandException.file(
          OPTION, folder, "can't be written to: " + CommandException.reason(e));
    }
    return new StepFolder(folder);
  }

  /** Writes the preview of a step. */
  public void write(Progress progress) {
    int step = progress.getPreviewStep();
    Path file = folder.resolve("step-%03d.png".formatted(step));
    try {
      Files.write(file, progress.getPreview().toByteArray());
    } catch (IOException e) {
      throw failed(file, e);
    }
    written.put(step, file);
  }

  /** How many steps have a picture. */
  public int steps() {
    return written.size();
  }

  /**
   * Makes the moving picture, which ends with this one.
   *
   * @return its file
   */
  public Path animate(Path picture) {
    Path file = folder.resolve(ANIMATION);
    try {
      Animation.write(file, written.values(), picture);
    } catch (IOException e) {
      throw failed(file, e);
    }
    return file;
  }

  private static CommandException failed(Path file, IOException e) {
    return CommandException.failed(file + ": can't be written: " + CommandException.reason(e), e);
  }
}
