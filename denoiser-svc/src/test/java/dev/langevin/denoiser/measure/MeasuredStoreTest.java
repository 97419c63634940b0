package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.blob.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredStoreTest {
  private static final String NUMERICS = "0123/onnxruntime-1.29.0/cpu/x/auto";
  private static final Measured MEASURED =
      new Measured(NUMERICS, 8, 8, true, Map.of(1, 11.3, 8, 43.2));

  @TempDir Path data;

  @Test
  void find_ofWhatWasSaved_givesIt() {
    MeasuredStore store = new MeasuredStore(data);
    assertThat(store.find(NUMERICS)).isEmpty();
    store.save(MEASURED);
    assertThat(new MeasuredStore(data).find(NUMERICS)).contains(MEASURED);
    assertThat(store.find(NUMERICS.replace("auto", "other"))).isEmpty();
  }

  @Test
  void find_ofADamagedFile_isNothing() throws IOException {
    MeasuredStore store = new MeasuredStore(data);
    store.save(MEASURED);
    for (String text : new String[] {"", "{\"cap\": ", "{}", "[]", "{\"cap\": -1}"}) {
      try (Stream<Path> files = Files.list(data.resolve("calibration"))) {
        Files.writeString(files.findFirst().orElseThrow(), text);
      }
      assertThat(store.find(NUMERICS)).as(text).isEmpty();
    }
  }

  @Test
  void save_whereNothingCanBeWritten_goesOn() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "in the way");
    MeasuredStore store = new MeasuredStore(file);
    store.save(MEASURED);
    assertThat(store.find(NUMERICS)).isEmpty();
  }

  @Test
  void save_diskIsFull_leavesNothingAndWorksWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(data.resolve("disk"), 64)) {
      MeasuredStore store = new MeasuredStore(disk.root());
      Path kept = Files.createDirectories(disk.root().resolve("calibration"));
      disk.fill();
      store.save(MEASURED);
      try (Stream<Path> files = Files.list(kept)) {
        assertThat(files).isEmpty();
      }

      disk.empty();
      store.save(MEASURED);
      assertThat(store.find(NUMERICS)).contains(MEASURED);
    }
  }
}
