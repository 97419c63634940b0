package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Statistics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the engine knows of a container.
 *
 * @param host its name, for messages
 * @param id the engine's
 */
record Witness(String host, String id) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);

  /** When it was begun to run. */
  Instant begun() {
    return Instant.parse(Engine.client().inspectContainerCmd(id).exec().getState().getStartedAt());
  }

  /** What it has had of processors since. */
  Duration processorTime() throws Exception {
    CompletableFuture<Statistics> statistics = new CompletableFuture<>();
    Engine.client()
        .statsCmd(id)
        .withNoStream(true)
        .exec(
            new ResultCallback.Adapter<Statistics>() {
              @Override
              public void onNext(Statistics next) {
                statistics.complete(next);
              }
            })
        .awaitCompletion();
    return Duration.ofNanos(
        statistics.get(1, TimeUnit.SECONDS).getCpuStats().getCpuUsage().getTotalUsage());
  }

  /** When the engine had a line with this text from it. */
  Optional<Instant> said(String text) throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    Engine.client()
        .logContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withTimestamps(true)
        .exec(
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                lines.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
              }
            })
        .awaitCompletion();
    return lines
        .toString()
        .lines()
        .filter(line -> line.contains(text))
        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
        .findFirst();
  }

  /** Waits until it has said a line with this text. */
  Instant awaitSaid(String text) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Optional<Instant> when = said(text);
      if (when.isPresent()) {
        return when.get();
      }
      assertThat(Instant.now()).as("%s has not said: %s", host, text).isBefore(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
