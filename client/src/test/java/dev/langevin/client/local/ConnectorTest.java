package dev.langevin.client.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorTest {
  @TempDir Path home;

  /** Counts how many of it run. */
  private static final class Counted implements LocalServer {
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final List<FakeGenerations> servers = new ArrayList<>();
    final CountDownLatch started = new CountDownLatch(1);

    @Override
    public synchronized Running start(Settings settings, Consumer<String> stage) {
      try {
        FakeGenerations server = new FakeGenerations();
        servers.add(server);
        starts.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        started.countDown();
        return new Running() {
          @Override
          public String address() {
            return server.address();
          }

          @Override
          public List<String> warnings() {
            return List.of("one model is broken");
          }

          @Override
          public void close() {
            server.close();
            running.decrementAndGet();
          }
        };
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Shell.Result generate(Shell shell, int number) {
    return shell.run("generate", "x", "-o", home.resolve(number + ".png").toString());
  }

  @Test
  void generate_noServer_startsOneForTheCall() {
    Counted local = new Counted();

    Shell.Result result = generate(new Shell(home, local), 1);

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("note: one model is broken");
    assertThat(local.starts).hasValue(1);
    assertThat(local.running).hasValue(0);
  }

  @Test
  void generate_manyAtOnce_shareOneServerAtATime() {
    Counted local = new Counted();

    List<CompletableFuture<Shell.Result>> results =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> generate(new Shell(home, local), i)))
            .toList();

    for (CompletableFuture<Shell.Result> result : results) {
      assertThat(result.join().code()).as(result.join().err()).isZero();
    }
    assertThat(local.most).hasValue(1);
    assertThat(local.running).hasValue(0);
  }

  @Test
  void generate_serverDies_nextOneTakesOver() throws Exception {
    Counted local = new Counted();
    DataDirectory data = DataDirectory.open(home.resolve("data"));
    // A server of another process that is gone before it answers.
    DataDirectory.Ownership other = data.own().orElseThrow();
    FakeGenerations doomed = new FakeGenerations();
    doomed.running = new CountDownLatch(1);
    other.publish(doomed.address());
    CompletableFuture<Shell.Result> result =
        CompletableFuture.supplyAsync(() -> generate(new Shell(home, local), 1));
    doomed.running.await();
    other.close();
    doomed.refusal = io.grpc.Status.UNAVAILABLE;
    doomed.close();

    assertThat(result.get().code()).as(result.get().err()).isZero();
    assertThat(local.starts).hasValue(1);
    assertThat(local.servers.get(0).asked).isEqualTo(doomed.asked);
  }

  @Test
  void serve_whereAServerRuns_namesIt() {
    DataDirectory data = DataDirectory.open(home.resolve("data"));
    try (DataDirectory.Ownership other = data.own().orElseThrow()) {
      other.publish("127.0.0.1:8470");

      Shell.Result result = new Shell(home, new Counted()).run("serve");

      assertThat(result.code()).isEqualTo(4);
      assertThat(result.err()).contains("in use by process").contains("serves 127.0.0.1:8470");
    }
  }

  @Test
  void serve_interrupted_stopsTheServer() throws Exception {
    Counted local = new Counted();
    Shell shell = new Shell(home, local);
    DataDirectory data = DataDirectory.open(home.resolve("data"));

    CompletableFuture<Shell.Result> result =
        CompletableFuture.supplyAsync(() -> shell.run("serve", "--port", "0"));
    local.started.await();
    shell.interruption.interrupt();

    assertThat(result.get().code()).isZero();
    assertThat(local.running).hasValue(0);
    assertThat(data.readAddress()).isEmpty();
  }
}
