package dev.langevin.bench.concepts;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.noise.TorchNoise;
import dev.langevin.sampling.schedule.ForwardProcess;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import io.grpc.ManagedChannel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench concepts}: the pictures of docs/concepts.md. */
@Command(
    name = "concepts",
    description = {
      "Draws the pictures of docs/concepts.md: a picture under noise, the schedules, a picture as it",
      "emerges, and what the guidance scale does. Needs a running server with the default model."
    })
public final class Concepts implements Callable<Integer> {
  private static final String PROMPT = "a red sailboat at sunset with mountains";
  private static final int SEED = 7;
  private static final int SIDE = 160;
  private static final int[] TIMES = {0, 100, 250, 400, 550, 700, 850, 999};
  private static final double[] SCALES = {1, 2, 3, 5, 8, 15};
  private static final int STEPS = 20;

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
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${sys:langevin.home:-.}/docs/concepts",
      description = "Where to draw them. Default: docs/concepts")
  Path out;

  @Override
  public Integer call() throws IOException {
    ManagedChannel channel = Channels.open(server);
    try {
      Studio studio = new Studio(channel);
      String name = ModelDirectory.open(model).id().toString();
      ScheduleCharts.write(out.resolve("schedules.png"));
      reverseAndForward(studio, request(name));
      guidance(studio, request(name));
    } finally {
      Channels.close(channel);
    }
    System.out.println("pictures: " + out);
    return 0;
  }

  private static GenerationRequest request(String model) {
    return GenerationRequest.newBuilder()
        .setModel(model)
        .setPrompt(PROMPT)
        .setSeed(SEED)
        .setSteps(STEPS)
        .build();
  }

  /** The picture that emerges is the one that is noised. */
  private void reverseAndForward(Studio studio, GenerationRequest request) throws IOException {
    PreviewOptions previews =
        PreviewOptions.newBuilder()
            .setSteps(TIMES.length)
            .setMethod(PreviewOptions.Method.METHOD_DECODER)
            .setNoisy(true)
            .build();
    Studio.Made made = studio.make(request.toBuilder().setPreviews(previews).build());
    List<BufferedImage> noisy = new ArrayList<>();
    List<BufferedImage> estimates = new ArrayList<>();
    for (Progress progress : made.previews()) {
      noisy.add(Studio.read(progress.getNoisyPreview()));
      estimates.add(Studio.read(progress.getPreview()));
    }
    List<String> steps =
        made.previews().stream().map(progress -> "step " + progress.getPreviewStep()).toList();
    new Sheet(SIDE, 90, steps)
        .row("x\u209c", noisy)
        .row("x\u0302\u2080", estimates)
        .write(out.resolve("reverse.png"));

    ForwardProcess process =
        ForwardProcess.of(SchedulerConfigs.parse(ModelDirectory.open(model).schedulerConfigText()));
    List<String> times = Arrays.stream(TIMES).mapToObj(t -> "t = " + t).toList();
    new Sheet(SIDE, 90, times)
        .row(
            "x\u209c", ForwardSheet.noised(made.picture(), process, TIMES, TorchNoise.seeded(SEED)))
        .write(out.resolve("forward.png"));
  }

  private void guidance(Studio studio, GenerationRequest request) throws IOException {
    List<String> scales =
        Arrays.stream(SCALES).mapToObj(scale -> "scale %.0f".formatted(scale)).toList();
    Sheet sheet = new Sheet(SIDE, 110, scales);
    for (int seed : IntStream.rangeClosed(SEED, SEED + 2).toArray()) {
      List<BufferedImage> row = new ArrayList<>();
      for (double scale : SCALES) {
        GenerationRequest one = request.toBuilder().setSeed(seed).setGuidanceScale(scale).build();
        row.add(studio.make(one).picture());
      }
      sheet.row("seed " + seed, row);
    }
    sheet.write(out.resolve("guidance.png"));
  }
}
