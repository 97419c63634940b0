package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.BatchMode;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.batch.Device;
import dev.langevin.denoiser.batch.Sizes;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures real networks. */
class MeasurementIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path data;
  private DenoiserNetwork network;
  private ModelDirectory model;
  private Batcher batcher;

  @BeforeEach
  void open() {
    open("perrow", new Sizes(8, BatchMode.AUTO));
  }

  @AfterEach
  void close() {
    batcher.close();
  }

  @Test
  void start_withCalibration_settlesOnACapAndKeepsIt() throws Exception {
    MeasuredStore store = new MeasuredStore(data);
    Measurement measurement = measure(store, true);
    int cap = measurement.cap().get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(measurement.batchInvariant(SOON)).isTrue();
    assertThat(cap).isBetween(1, 256).isEqualTo(batcher.sizes().cap());
    // On a machine that is busy with something else no cap is kept.
    Measured kept = store.find("numerics").orElseThrow();
    assertThat(kept.cap()).isIn(0, cap);
    assertThat(kept.checkedRows()).isGreaterThanOrEqualTo(8);
    assertThat(kept.batchInvariant()).isTrue();
  }

  @Test
  void start_whereSomethingIsKept_takesIt() throws Exception {
    MeasuredStore store = new MeasuredStore(data);
    store.save(new Measured("numerics", 5, 8, false, Map.of()));
    Measurement measurement = measure(store, true);
    assertThat(measurement.cap().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(5);
    assertThat(measurement.batchInvariant(SOON)).isFalse();
    assertThat(batcher.sizes().cap()).isEqualTo(5);
  }

  @Test
  void start_withoutCalibration_leavesTheCapAndChecksIt() throws Exception {
    MeasuredStore store = new MeasuredStore(data);
    store.save(new Measured("numerics", 5, 5, false, Map.of()));
    Measurement measurement = measure(store, false);
    assertThat(measurement.cap().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(8);
    assertThat(measurement.batchInvariant(SOON)).isTrue();
    assertThat(store.find("numerics").orElseThrow().checkedRows()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "integer"})
  void batchInvariant_ofOtherKindsOfTime_isFound(String name) {
    close();
    open(name, new Sizes(6, BatchMode.DETERMINISTIC));
    assertThat(measure(new MeasuredStore(data), true).batchInvariant(SOON)).isTrue();
    assertThat(batcher.sizes().cap()).isEqualTo(6);
  }

  private Measurement measure(MeasuredStore store, boolean calibrate) {
    Measurement measurement =
        new Measurement(
            network, model, batcher, "numerics", store, Duration.ZERO, System::nanoTime);
    measurement.start(calibrate);
    return measurement;
  }

  private void open(String name, Sizes sizes) {
    try {
      Path models = Path.of(MeasurementIT.class.getResource("/models").toURI());
      model = ModelDirectory.open(models.resolve(name));
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
    network = DenoiserNetwork.load(model, ExecutionSettings.cpu());
    batcher = new Batcher(name, network, new Admission(1, 100, 1), sizes, new Device());
  }
}
