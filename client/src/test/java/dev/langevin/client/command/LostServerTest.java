package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import dev.langevin.v1.GenerateRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that go, or have no room, and others that are there. */
class LostServerTest {
  @TempDir Path home;
  private FakeGenerations one;
  private FakeGenerations other;

  @BeforeEach
  void start() throws IOException {
    one = new FakeGenerations();
    other = new FakeGenerations();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @Test
  void generate_firstServerIsNotThere_usesTheNextAndSaysSo() {
    one.close();

    Shell.Result result = generate();

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("no server at " + one.address() + ", trying the next");
    assertThat(other.asked).hasSize(1);
  }

  @Test
  void generate_noServerIsThere_isExitCodeFour() {
    one.close();
    other.close();

    Shell.Result result = generate();

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("no answer from " + other.address());
  }

  @Test
  void generate_serverGoesInMidJob_goesOnAtTheOtherAsTheSameRequest() throws Exception {
    one.running = new CountDownLatch(1);
    CompletableFuture<Shell.Result> result = CompletableFuture.supplyAsync(this::generate);
    one.running.await();
    one.close();

    assertThat(result.get().code()).isZero();
    assertThat(home.resolve("boat.png")).hasBinaryContent(FakeGenerations.picture(0));
    List<GenerateRequest> asked = new ArrayList<>(one.asked);
    asked.addAll(other.asked);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).isEqualTo(asked.get(1));
    assertThat(asked.get(0).getRequestId()).isNotEmpty();
  }

  @Test
  void generate_queueIsFull_waitsAndSaysSo() {
    one.full = 1;
    other.full = 1;

    Shell.Result result = generate();

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("waiting for room: 2 generations have not ended");
    assertThat(one.asked).hasSize(2);
    assertThat(other.asked).hasSize(1);
    assertThat(one.asked.get(0)).isEqualTo(one.asked.get(1));
  }

  @Test
  void watch_serverGoes_watchesAgainAtTheOther() {
    one.lost = 1;

    Shell.Result result = run("watch", "g1");

    assertThat(result.code()).isZero();
    assertThat(one.watched).containsExactly("g1");
    assertThat(other.watched).containsExactly("g1");
    assertThat(result.err())
        .contains("running g1")
        .contains(one.address())
        .contains("succeeded g1");
  }

  @Test
  void generate_interruptedWhileServersAreAway_cancelsAtOneThatIsThere() throws Exception {
    Shell shell = new Shell(home, Shell.NONE);
    one.lost = 1_000;
    other.lost = 1_000;
    CompletableFuture<Shell.Result> result =
        CompletableFuture.supplyAsync(
            () ->
                shell.run(
                    "generate",
                    "a boat",
                    "-o",
                    home.resolve("boat.png").toString(),
                    "--server",
                    one.address() + "," + other.address()));
    while (other.asked.isEmpty()) {
      Thread.onSpinWait();
    }
    shell.interruption.interrupt();

    result.get();
    assertThat(one.cancelled.size() + other.cancelled.size()).isPositive();
  }

  private Shell.Result generate() {
    return run("generate", "a boat", "-o", home.resolve("boat.png").toString());
  }

  private Shell.Result run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", one.address() + "," + other.address()));
    return new Shell(home, Shell.NONE).run(all.toArray(String[]::new));
  }
}
