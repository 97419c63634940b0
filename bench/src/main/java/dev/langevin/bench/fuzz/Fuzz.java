package dev.langevin.bench.fuzz;

import dev.langevin.bench.fuzz.kit.Campaign;
import dev.langevin.bench.fuzz.kit.Finding;
import dev.langevin.bench.fuzz.kit.Tally;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.live.LiveTargets;
import dev.langevin.bench.fuzz.target.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code langevin bench fuzz}: damaged inputs for everything that parses. */
@Command(
    name = "fuzz",
    description = {
      "Feeds everything that parses with damaged inputs: files of models, requests, records, pictures.",
      "Each must be used or refused with a clear error: no crash, no hang, nothing left behind."
    })
public final class Fuzz implements Callable<Integer> {
  private static final String HOME = "${sys:langevin.home:-.}";

  @Spec CommandSpec spec;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Inputs for each target. Default: ${DEFAULT-VALUE}")
  int inputs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed makes the same inputs. Default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--only",
      paramLabel = "TARGET",
      split = ",",
      description = "These targets, comma-separated. Default: all; --list names them.")
  List<String> only = List.of();

  @Option(names = "--list", description = "Name the targets, and do nothing.")
  boolean list;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Feed this file to the target of --only instead.")
  Path replay;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = HOME + "/models",
      description = "Where the models are whose files are damaged. Default: the checkout's.")
  Path models;

  @Option(
      names = "--findings",
      paramLabel = "DIR",
      defaultValue = HOME + "/bench/target/fuzz",
      description =
          "Where to write inputs that a target does not stand. Default: bench/target/fuzz")
  Path folder;

  @Override
  public Integer call() throws Exception {
    Models read = new Models(models);
    try (LiveTargets live = new LiveTargets(read)) {
      Map<String, Callable<Target>> all = Targets.all(read);
      all.putAll(live.all());
      if (list) {
        all.keySet().forEach(System.out::println);
        return 0;
      }
      check(all);
      return run(all) ? 0 : 1;
    }
  }

  private boolean run(Map<String, Callable<Target>> all) throws Exception {
    List<Tally> tallies = new ArrayList<>();
    Table.head(System.out);
    for (String name : only.isEmpty() ? List.copyOf(all.keySet()) : only) {
      try (Target target = all.get(name).call()) {
        Tally tally = run(target);
        Table.row(System.out, tally);
        tell(tally);
        tallies.add(tally);
      }
    }
    return tallies.stream().allMatch(Tally::clean);
  }

  private void check(Map<String, Callable<Target>> all) {
    for (String name : only) {
      if (!all.containsKey(name)) {
        throw refused(
            "--only: %s is not one of %s".formatted(name, String.join(", ", all.keySet())));
      }
    }
    if (inputs < 0) {
      throw refused("--inputs: %d is not 0 or more".formatted(inputs));
    }
    if (replay != null && (only.size() != 1 || !Files.isRegularFile(replay))) {
      throw refused("--replay: %s is not a file, or --only names no one target".formatted(replay));
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Tally run(Target target) throws IOException, InterruptedException {
    int count = inputs / target.share();
    boolean shown = System.getProperty("langevin.terminal", "").contains("err");
    Campaign campaign =
        new Campaign(
            seed,
            folder,
            fed -> {
              if (shown) {
                System.err.printf("\r%s: %,d of %,d\033[K\r", target.name(), fed, count);
              }
            });
    return replay == null
        ? campaign.run(target, count)
        : campaign.replay(target, List.of(Files.readAllBytes(replay)));
  }

  /** Writes what was found, and says how to see it again. */
  private void tell(Tally tally) throws IOException {
    for (Finding finding : tally.findings()) {
      System.out.printf("  %s%n%s", finding.what(), finding.details().indent(4));
      if (finding.input().length > 0 && replay == null) {
        Path place = folder.resolve(tally.target());
        Files.createDirectories(place);
        Path file = place.resolve(name(finding.input()));
        Files.write(file, finding.input());
        System.out.printf(
            "  again: ./langevin bench fuzz --only %s --replay %s%n", tally.target(), file);
      }
    }
  }

  private static String name(byte[] input) {
    return HexFormat.of().toHexDigits(java.util.Arrays.hashCode(input));
  }
}
