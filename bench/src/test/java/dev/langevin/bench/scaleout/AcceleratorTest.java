package dev.langevin.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorTest {
  @TempDir Path folder;

  @Test
  void run_ofRows_takesItsTimeAndIsNoted() throws Exception {
    Path file = folder.resolve("runs");
    Accelerator accelerator = new Accelerator(5, 2, RunLog.create(file));
    long started = System.nanoTime();
    accelerator.run(4);
    accelerator.run(1);
    assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(19_000_000);
    List<RunLog.Entry> entries = RunLog.read(file);
    assertThat(entries).extracting(RunLog.Entry::rows).containsExactly(4, 1);
    assertThat(entries)
        .extracting(entry -> entry.end() - entry.begin())
        .containsExactly(13_000_000L, 7_000_000L);
  }

  /** However late the sleeper wakes, the next run begins when the last one ended. */
  @Test
  void run_calledAtOnce_losesNoTime() throws Exception {
    Path file = folder.resolve("runs");
    Accelerator accelerator = new Accelerator(1, 0, RunLog.create(file));
    for (int i = 0; i < 50; i++) {
      accelerator.run(8);
    }
    List<RunLog.Entry> entries = RunLog.read(file);
    for (int i = 1; i < entries.size(); i++) {
      assertThat(entries.get(i).begin()).isGreaterThanOrEqualTo(entries.get(i - 1).end());
    }
  }
}
