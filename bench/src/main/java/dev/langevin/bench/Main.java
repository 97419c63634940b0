package dev.langevin.bench;

import dev.langevin.bench.admission.Admission;
import dev.langevin.bench.audit.Audit;
import dev.langevin.bench.capacity.Batches;
import dev.langevin.bench.capacity.Capacity;
import dev.langevin.bench.chaos.Chaos;
import dev.langevin.bench.concepts.Concepts;
import dev.langevin.bench.durability.Durability;
import dev.langevin.bench.fuzz.Fuzz;
import dev.langevin.bench.loop.Overhead;
import dev.langevin.bench.loop.Throughput;
import dev.langevin.bench.quality.Pictures;
import dev.langevin.bench.quality.Quality;
import dev.langevin.bench.reference.ApiReference;
import dev.langevin.bench.sampling.Convergence;
import dev.langevin.bench.sampling.SamplingSpeed;
import dev.langevin.bench.scaleout.ScaleOut;
import dev.langevin.bench.scheduling.Scheduling;
import dev.langevin.bench.sight.Dashboards;
import dev.langevin.bench.sight.Sight;
import dev.langevin.bench.store.Store;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code langevin bench}: one command per question that is answered with numbers. */
@Command(
    name = "langevin bench",
    description = "Measures Langevin.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Overhead.class,
      Throughput.class,
      Scheduling.class,
      Capacity.class,
      Batches.class,
      Admission.class,
      ScaleOut.class,
      Durability.class,
      Store.class,
      All.class,
      SamplingSpeed.class,
      Convergence.class,
      Chaos.class,
      Fuzz.class,
      Concepts.class,
      ApiReference.class,
      Pictures.class,
      Quality.class,
      Sight.class,
      Dashboards.class,
      Audit.class
    },
    footer = {"", "Exit codes: 0 all bars hold, 1 one does not, 2 invalid argument."})
public final class Main implements Runnable {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(command().execute(args));
  }

  /** The command with all that are under it. */
  public static CommandLine command() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a COMMAND is needed");
  }
}
