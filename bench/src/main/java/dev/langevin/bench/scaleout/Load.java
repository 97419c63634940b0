package dev.langevin.bench.scaleout;

import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.kit.Progress;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import java.io.IOException;

/** Jobs enough to keep all accelerators busy, and what they ran meanwhile. */
final class Load {
  /** How long processes may take to start, all at once on few processors. */
  static final long PATIENCE_MILLIS = 120_000;

  private static final long BETWEEN_MILLIS = 250;
  private static final double SPARE = 1.25;

  private final Fleet fleet;
  private final Gateways gateways;
  private final Setting setting;
  private final Progress progress;

  Load(Fleet fleet, Gateways gateways, Setting setting, Progress progress) {
    this.fleet = fleet;
    this.gateways = gateways;
    this.setting = setting;
    this.progress = progress;
  }

  /** Waits until all is there, hands the jobs in, lets things settle, and then counts. */
  Figure measure(int denoisers, double settling, double seconds)
      throws IOException, InterruptedException {
    awaitModel();
    int jobs =
        setting.jobs(denoisers)
            + setting.jobs(denoisers, SPARE * (PATIENCE_MILLIS / 1e4 + settling + seconds));
    for (int i = 0; i < jobs; i++) {
      create(i);
      progress.at("%d denoisers: %d of %d jobs handed in".formatted(denoisers, i + 1, jobs));
    }
    awaitRuns();
    pass(denoisers, "settling", settling);
    double used = fleet.processorSeconds();
    long from = RunLog.now();
    pass(denoisers, "measuring", seconds);
    long to = RunLog.now();
    double cores = (fleet.processorSeconds() - used) / ((to - from) / 1e9);
    Thread.sleep((long) Math.ceil(2 * setting.runMillis())); // runs that began before it ended
    requireNoFailure();
    return Figure.of(fleet.runs(), from, to, setting.cap(), setting.runMillis(), cores);
  }

  private void awaitModel() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (true) {
      fleet.check();
      ListModelsResponse models =
          gateways.callAt(0, stub -> stub.listModels(ListModelsRequest.getDefaultInstance()));
      if (models.getModelsCount() > 0 && models.getModels(0).getProblem().isEmpty()) {
        return;
      }
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException("the gateway knows no model that can be used: " + models);
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
  }

  /** Every prompt is one of its own, so that no two jobs could share any work. */
  private void create(int number) throws InterruptedException {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setPrompt("a red sailboat at sunset, number " + number)
            .setSampler("ddim")
            .setSteps(setting.steps())
            .setGuidanceScale(4)
            .setSeed(number)
            .build();
    gateways.callAt(
        0,
        stub ->
            stub.createGeneration(
                CreateGenerationRequest.newBuilder().setGeneration(request).build()));
  }

  /** Until each accelerator has run something for this load. */
  private void awaitRuns() throws IOException, InterruptedException {
    long since = RunLog.now();
    while (!fleet.runs().stream()
        .allMatch(runs -> runs.stream().anyMatch(run -> run.begin() > since))) {
      fleet.check();
      Thread.sleep(BETWEEN_MILLIS);
    }
  }

  private void pass(int denoisers, String what, double seconds) throws InterruptedException {
    long begin = System.nanoTime();
    for (double gone = 0; gone < seconds; gone = (System.nanoTime() - begin) / 1e9) {
      progress.at("%d denoisers: %s, %.0f of %.0f s".formatted(denoisers, what, gone, seconds));
      Thread.sleep((long) Math.min(1000, Math.max(1, 1e3 * (seconds - gone))));
      fleet.check();
    }
  }

  private void requireNoFailure() throws InterruptedException {
    var failed =
        gateways.callAt(
            0,
            stub ->
                stub.listGenerations(
                    ListGenerationsRequest.newBuilder()
                        .addStates(Generation.State.STATE_FAILED)
                        .build()));
    if (failed.getGenerationsCount() > 0) {
      throw new IllegalStateException("a job failed: " + failed.getGenerations(0).getError());
    }
  }
}
