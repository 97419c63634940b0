package dev.langevin.bench.chaos.cluster;

import dev.langevin.bench.chaos.schedule.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that can be struck, and starts again. */
public final class Node {
  private final Member member;
  private final Launch launch;
  private Process process;
  private boolean wanted;

  Node(Member member, Launch launch) {
    this.member = member;
    this.launch = launch;
  }

  /** Who it is. */
  public Member member() {
    return member;
  }

  /** Starts it. */
  public synchronized void start() {
    try {
      process = launch.start();
      wanted = true;
    } catch (IOException e) {
      throw new UncheckedIOException(member.title() + " can't be started", e);
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

  /** What it holds. */
  public Optional<Footprint> footprint() throws IOException, InterruptedException {
    return Footprint.of(pid());
  }

  /** SIGKILL, if it was ever started. */
  void end() {
    if (process != null) {
      kill();
    }
  }

  synchronized long pid() {
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
