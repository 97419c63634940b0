package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.BatchMode;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.batch.Device;
import dev.langevin.denoiser.batch.Sizes;
import dev.langevin.denoiser.network.EchoNetwork;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures a network whose runs take what the test says, on a clock of the test's. */
class MeasurementTest {
  private static final Path MODEL = Path.of("src/test/resources/models/perrow");

  @TempDir Path data;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private int most = Integer.MAX_VALUE;
  private IntToDoubleFunction millis = rows -> 8 + 2.0 * rows;

  @Test
  void start_onAQuietMachine_takesTheKneeAndKeepsIt() throws Exception {
    assertThat(source("numerics")).isEqualTo("MEASURED 64");
    long first = runs.getAndSet(0);
    assertThat(source("numerics")).isEqualTo("MEASURED 64");
    assertThat(runs.get()).as("only a first run").isLessThan(first / 10);
  }

  @Test
  void start_withAnotherRuntimeOrMachine_measuresAgain() throws Exception {
    source("0123/onnxruntime-1.29.0/cpu/x/avx2/threads-2/auto");
    millis = rows -> rows <= 4 ? 10 : 10.0 * rows;
    assertThat(source("0123/onnxruntime-1.30.0/cpu/x/avx2/threads-2/auto")).isEqualTo("MEASURED 4");
    assertThat(source("0123/onnxruntime-1.29.0/cpu/y/avx2/threads-2/auto")).isEqualTo("MEASURED 4");
    assertThat(source("4567/onnxruntime-1.29.0/cpu/x/avx2/threads-2/auto")).isEqualTo("MEASURED 4");
    assertThat(source("0123/onnxruntime-1.29.0/cpu/x/avx2/threads-2/auto"))
        .isEqualTo("MEASURED 64");
  }

  @Test
  void start_whereTimesDoNotRepeat_saysSoAndKeepsNothing() throws Exception {
    millis = rows -> 1e5 * Math.pow(0.85, runs.get());
    assertThat(source("numerics")).isEqualTo("UNSTABLE 8");
    millis = rows -> 8 + 2.0 * rows;
    assertThat(source("numerics")).as("at the next start").isEqualTo("MEASURED 64");
  }

  @Test
  void start_whereTheDeviceTakesNoMore_staysBelow() throws Exception {
    most = 16;
    assertThat(source("numerics")).isEqualTo("MEASURED 16");
  }

  /** What a start with these numerics comes to. */
  private String source(String numerics) throws Exception {
    Timed network = new Timed();
    Sizes sizes = new Sizes(8, BatchMode.AUTO);
    try (Batcher batcher =
        new Batcher("timed", network, new Admission(1, 100, 1), sizes, new Device())) {
      Measurement measurement =
          new Measurement(
              network,
              ModelDirectory.open(MODEL),
              batcher,
              numerics,
              new MeasuredStore(data),
              Duration.ZERO,
              clock::get);
      measurement.start(true);
      int cap = measurement.cap().get(20, TimeUnit.SECONDS);
      assertThat(batcher.sizes().cap()).isEqualTo(cap);
      return measurement.source() + " " + cap;
    }
  }

  private final class Timed extends EchoNetwork {
    Timed() {
      super(4, 8, -1);
    }

    @Override
    protected void run(List<RowInput> rows) {
      if (rows.size() > most) {
        throw new IllegalStateException("out of memory");
      }
      clock.addAndGet(Math.round(1e6 * millis.applyAsDouble(rows.size())));
      runs.incrementAndGet();
    }
  }
}
