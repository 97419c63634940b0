package dev.langevin.bench.quality;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.Samplers;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench pictures}: the same prompts with every sampler, through a server. */
@Command(
    name = "pictures",
    description = {
      "Makes the same prompts' pictures with every sampler and several numbers of network",
      "evaluations, through a running server; what is there already is not made again.",
      "evaluate/samplers.py of the model scores them, and 'bench quality' draws the scores."
    })
public final class Pictures implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8470",
      description = "The server. Default: 127.0.0.1:8470")
  String server;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "${sys:langevin.home:-.}/models/storybook",
      description = "The model's directory. Default: the default model.")
  Path model;

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      required = true,
      description = "Lines of JSON with prompt, seed and file, as evaluate/prompts.py writes them.")
  Path prompts;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "60",
      description = "Only so many prompts. Default: 60")
  int limit;

  @Option(
      names = "--samplers",
      paramLabel = "NAMES",
      split = ",",
      description = "These, comma-separated. Default: all that the model's schedule allows.")
  List<String> samplers = Samplers.names();

  @Option(
      names = "--evaluations",
      paramLabel = "NUMBERS",
      split = ",",
      defaultValue = "5,10,20,40",
      description = "Network evaluations, comma-separated. Default: 5,10,20,40")
  List<Integer> evaluations;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to put them.")
  Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ModelDirectory directory = ModelDirectory.open(model);
    List<Cell> cells = cells(directory);
    List<JsonObject> rows =
        Files.readAllLines(prompts).stream()
            .limit(limit)
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    ManagedChannel channel = Channels.open(server);
    try {
      Maker maker = new Maker(channel, directory.id().toString());
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        long began = System.nanoTime();
        boolean made = maker.make(cell, rows, out.resolve(cell.folder()));
        System.out.printf(
            "%3d of %d  %-16s %3d evaluations, %3d steps  %s%n",
            i + 1,
            cells.size(),
            cell.sampler(),
            cell.evaluations(),
            cell.steps(),
            made ? (System.nanoTime() - began) / 1_000_000_000 + " s" : "there already");
      }
    } finally {
      Channels.close(channel);
    }
    return 0;
  }

  private List<Cell> cells(ModelDirectory directory) {
    Map<String, Object> schedule = SchedulerConfigs.parse(directory.schedulerConfigText());
    List<Cell> cells = new ArrayList<>();
    for (String sampler : samplers) {
      for (int most : evaluations) {
        Cell.of(Samplers.canonicalName(sampler), most, schedule).ifPresent(cells::add);
      }
    }
    return cells;
  }
}
