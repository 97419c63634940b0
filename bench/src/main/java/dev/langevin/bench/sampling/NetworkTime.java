package dev.langevin.bench.sampling;

import dev.langevin.denoiser.measure.Samples;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.util.List;

/** How long a model's own network takes for one step's two rows, without company. */
final class NetworkTime {
  private static final int ROWS = 2;
  private static final int RUNS = 100;

  private NetworkTime() {}

  /** Nanoseconds of the fastest of many runs, on all cores. */
  static double measure(Path model) {
    ModelDirectory directory = ModelDirectory.open(model);
    try (DenoiserNetwork network = DenoiserNetwork.load(directory, ExecutionSettings.cpu())) {
      List<RowInput> rows = Samples.rows(network, directory, ROWS);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < RUNS; i++) {
        long begun = System.nanoTime();
        network.run(rows, ROWS);
        best = Math.min(best, System.nanoTime() - begun);
      }
      return best;
    }
  }
}
