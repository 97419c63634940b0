package dev.langevin.bench;

import dev.langevin.bench.admission.Admission;
import dev.langevin.bench.capacity.Batches;
import dev.langevin.bench.capacity.Capacity;
import dev.langevin.bench.durability.Durability;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.loop.Overhead;
import dev.langevin.bench.loop.Throughput;
import dev.langevin.bench.scaleout.ScaleOut;
import dev.langevin.bench.scheduling.Scheduling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench all}: what is measured in minutes, one after the other. */
@Command(
    name = "all",
    description = "Runs the benchmarks of the running system, one after another.")
final class All implements Callable<Integer> {
  @Option(names = "--quick", description = "Measure for less long: a first impression.")
  boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/bench/target/all.json",
      description = "Where to write the figures. Default: bench/target/all.json")
  Path json;

  @Override
  public Integer call() throws Exception {
    List<Result> results = new ArrayList<>();
    for (Benchmark benchmark : benchmarks()) {
      Result result = benchmark.measured(quick);
      results.add(result);
      Result.write(json, results); // what there is, should a later one fail
      Benchmark.show(result, benchmark.file("png"));
    }
    System.out.println("\nfigures: " + json);
    return results.stream().allMatch(Result::holds) ? 0 : 1;
  }

  private static List<Benchmark> benchmarks() {
    return List.of(
        new Overhead(),
        new Throughput(),
        new Scheduling(),
        new Capacity(),
        new Batches(),
        new Admission(),
        new ScaleOut(),
        new Durability());
  }
}
