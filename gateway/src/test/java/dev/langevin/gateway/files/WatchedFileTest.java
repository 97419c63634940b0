package dev.langevin.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
  @TempDir Path directory;

  @Test
  void fileThatGoesAndComes_isReadAnew() throws Exception {
    Path file = directory.resolve("file");
    Files.writeString(file, "one");
    try (WatchedFile<String> watched =
        new WatchedFile<>("SETTING", file, bytes -> new String(bytes, StandardCharsets.UTF_8))) {
      Path link = directory.resolve("link");
      Files.delete(file);
      Files.createSymbolicLink(file, link); // leads nowhere
      assertThat(watched.now()).isEqualTo("one");
      Files.writeString(link, "two");
      await(() -> watched.now().equals("two"));
    }
  }

  @Test
  void fileThatIsWrong_leavesWhatItSaid() throws Exception {
    Path file = directory.resolve("file");
    Files.writeString(file, "1");
    CountDownLatch tried = new CountDownLatch(2);
    try (WatchedFile<Integer> watched =
        new WatchedFile<>(
            "SETTING",
            file,
            bytes -> {
              tried.countDown();
              return Integer.valueOf(new String(bytes, StandardCharsets.UTF_8));
            })) {
      Files.writeString(file, "wrong");
      assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(watched.now()).isEqualTo(1);
      Files.writeString(file, "22");
      await(() -> watched.now() == 22);
    }
  }

  private static void await(BooleanSupplier so) throws InterruptedException {
    for (int i = 0; i < 1_000 && !so.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(so.getAsBoolean()).isTrue();
  }
}
