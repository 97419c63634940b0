package dev.langevin.images;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds images; Maven's profile {@code images} calls it, and so can people. */
@Command(name = "images", description = "Builds container images of a checkout that is built.")
public final class Main implements Callable<Integer> {
  @Option(names = "--checkout", required = true, description = "Where Maven has built the modules.")
  Path checkout;

  @Option(names = "--out", required = true, description = "Where the images go, NAME.tar.")
  Path out;

  @Option(
      names = "--base",
      required = true,
      description = "machine: this machine's libraries; else a reference with a digest.")
  String base;

  @Option(names = "--tag", required = true, description = "Version, and tag of the images.")
  String tag;

  @Option(names = "--only", split = ",", description = "Names of images, such as gateway.")
  List<String> only = List.of();

  @Option(names = "--label", description = "Further labels, KEY=VALUE.")
  Map<String, String> labels = new HashMap<>();

  @Option(
      names = "--no-archive",
      negatable = true,
      description = "Whether classes are archived, for quick starts.")
  boolean archive = true;

  @Option(
      names = "--no-bom",
      negatable = true,
      description = "Whether Maven has written bills of materials (target/bom.json).")
  boolean bom = true;

  @Option(
      names = "--stand-ins",
      description = "Also build what stands in for others' images in tests, from this machine.")
  boolean standIns;

  private Main() {}

  /** Exits with 1 and one line where an image can't be built. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  if (!(e instanceof ImageException)) {
                    throw e;
                  }
                  System.err.println("images: " + e.getMessage());
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    List<Recipe> chosen =
        Recipe.ALL.stream()
            .filter(recipe -> only.isEmpty() || only.contains(recipe.name()))
            .toList();
    new Build(
            checkout.toAbsolutePath(),
            out.toAbsolutePath(),
            base,
            tag,
            labels,
            archive,
            bom,
            standIns)
        .run(chosen);
    return 0;
  }
}
