package dev.langevin.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.measure.Samples;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedNetworkTest {
  private static final ModelDirectory MODEL =
      ModelDirectory.open(Path.of("../models/storybook").toAbsolutePath().normalize());

  @TempDir Path folder;

  @Test
  void run_ofRows_answersTheirLatentsAndTakesTheTimeOfAllThatAreRun() throws Exception {
    Path file = folder.resolve("runs");
    SimulatedNetwork network =
        new SimulatedNetwork(MODEL, new Accelerator(1, 1, RunLog.create(file)));
    List<RowInput> rows = Samples.rows(network, MODEL, 3);
    Outputs outputs = network.run(rows, 8);
    for (int i = 0; i < 3; i++) {
      assertThat(outputs.row(i)).isEqualTo(rows.get(i).latent());
    }
    RunLog.Entry entry = RunLog.read(file).getFirst();
    assertThat(entry.rows()).isEqualTo(8);
    assertThat(entry.end() - entry.begin()).isEqualTo(9_000_000);
  }

  @Test
  void inputs_areThoseOfTheRealNetwork() throws Exception {
    SimulatedNetwork network =
        new SimulatedNetwork(MODEL, new Accelerator(1, 0, RunLog.create(folder.resolve("runs"))));
    assertThat(network.latent().name()).isEqualTo("sample");
    assertThat(network.conditioning())
        .singleElement()
        .satisfies(port -> assertThat(port.shape()).endsWith(192L));
    assertThat(network.usualElements()).isEqualTo(4 * 16 * 16);
  }
}
