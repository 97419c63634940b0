package dev.langevin.bench.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that answers a question with numbers: it writes them as tables, as JSON and as a
 * picture, and ends with 1 where a bar does not hold.
 */
@Command
public abstract class Benchmark implements Callable<Integer> {
  private static final String FOLDER = "bench/target";

  @Spec CommandSpec spec;

  @Option(names = "--quick", description = "Measure for less long: a first impression.")
  boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where to write the figures. Default: " + FOLDER + "/COMMAND.json")
  Path json;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "Where to draw them. Default: " + FOLDER + "/COMMAND.png")
  Path png;

  /**
   * Measures.
   *
   * @param quick whether a first impression is enough
   */
  public abstract Result measure(boolean quick, Progress progress) throws Exception;

  /** The name of the command. */
  public final String name() {
    return getClass().getAnnotation(Command.class).name();
  }

  @Override
  public final Integer call() throws Exception {
    Result result = measured(quick);
    Result.write(json == null ? file("json") : json, List.of(result));
    System.out.printf("%nfigures: %s%n", json == null ? file("json") : json);
    show(result, png == null ? file("png") : png);
    return result.holds() ? 0 : 1;
  }

  /** Measures and tells. */
  public final Result measured(boolean quickly) throws Exception {
    Progress progress = new Progress(name());
    Result result;
    try {
      result = measure(quickly, progress);
    } finally {
      progress.clear();
    }
    result.print(System.out);
    return result;
  }

  /** Draws what there is to draw. */
  public static void show(Result result, Path picture) throws IOException {
    if (result.draw(picture)) {
      System.out.println("picture: " + picture);
    }
  }

  /** Where something of this benchmark goes if nobody says otherwise. */
  public final Path file(String extension) {
    return home().resolve(FOLDER).resolve(name() + "." + extension);
  }

  /** The directory of the default model. */
  protected static Path defaultModel() {
    return home().resolve("models").resolve("storybook").toAbsolutePath();
  }

  private static Path home() {
    return Path.of(System.getProperty("langevin.home", "."));
  }
}
