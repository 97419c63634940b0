package dev.langevin.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that can be struck, and starts again. */
public final class Node {
  private static final int MEASURE_ATTEMPTS = 3;

  private final String title;
  private final Launch launch;
  private Process process;
  private boolean wanted;

  /**
   * A process that has not been started.
   *
   * @param title its name, for messages
   */
  public Node(String title, Launch launch) {
    this.title = title;
    this.launch = launch;
  }

  /** Its name. */
  public String title() {
    return title;
  }

  /** Starts it. */
  public synchronized void start() {
    try {
      process = launch.start();
      wanted = true;
    } catch (IOException e) {
      throw new UncheckedIOException(title + " can't be started", e);
    }
  }

  /** SIGKILL, also for one that stands still; returns when it is gone. */
  public synchronized void kill() {
    wanted = false;
    process.destroyForcibly().onExit().join();
  }

  /**
   * SIGTERM.
   *
   * @return how many milliseconds it took to end; empty if it had to be killed in the end
   */
  public synchronized Optional<Long> terminate(long patienceMillis) throws InterruptedException {
    wanted = false;
    long began = System.nanoTime();
    signal("TERM");
    if (process.waitFor(patienceMillis, TimeUnit.MILLISECONDS)) {
      return Optional.of((System.nanoTime() - began) / 1_000_000);
    }
    kill();
    return Optional.empty();
  }

  /** SIGSTOP. */
  public synchronized void freeze() throws InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public synchronized void thaw() throws InterruptedException {
    signal("CONT");
  }

  /** The exit code of one that ended although nobody asked it to. */
  public synchronized Optional<Integer> crashed() {
    return wanted && !process.isAlive() ? Optional.of(process.exitValue()) : Optional.empty();
  }

  /**
   * What it holds.
   *
   * @throws IllegalStateException if it can't be measured
   */
  public Footprint footprint() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MEASURE_ATTEMPTS; attempt++) {
      Optional<Footprint> footprint = Footprint.of(pid());
      if (footprint.isPresent()) {
        return footprint.get();
      }
    }
    throw new IllegalStateException(title + " can't be measured");
  }

  /**
   * How much processor time it has taken so far, all its threads together.
   *
   * @throws IllegalStateException if the system doesn't tell
   */
  public ProcessorTime processorTime() {
    return ProcessorTime.of(pid());
  }

  /** SIGKILL, if it was ever started. */
  public void end() {
    if (process != null) {
      kill();
    }
  }

  /** Its number. */
  public synchronized long pid() {
    return process.pid();
  }

  private void signal(String name) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("kill can't be run", e);
    }
  }
}
