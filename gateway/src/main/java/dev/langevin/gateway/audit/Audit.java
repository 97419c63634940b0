package dev.langevin.gateway.audit;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.lifecycle.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes who changed what, and who was refused. A call never waits for it: what the disk does not
 * take in time is counted, and the count is noted once there is room. Calls that only look are not
 * noted, unless they are refused.
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  /** Lines that wait to be written, at most. */
  static final int WAITING = 10_000;

  /** Of those, for refusals of callers that nobody knows: they must not crowd out the others. */
  private static final int WAITING_UNKNOWN = WAITING / 2;

  /** The same within a second, at most; more of them are counted. */
  static final int UNKNOWN_A_SECOND = 50;

  private static final int AT_ONCE = 1_000;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final String OK = "OK";

  /** Notes nothing. */
  public static final Audit NONE = new Audit(null, InstantSource.system());

  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AuditLines file;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closing;
  private long second;
  private int ofSecond;

  /** Something that a call does, and what it comes to. */
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  private Audit(AuditLines file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.thread =
        file == null ? null : Thread.ofPlatform().name("audit").daemon().start(this::write);
  }

  /**
   * Begins to note.
   *
   * @param parts gets what has to be closed
   * @param path the file, if there is one; {@code -} for standard output
   * @throws ConfigurationException if it can't be written to
   */
  public static Audit start(Parts parts, Optional<Path> path, InstantSource clock) {
    if (path.isEmpty()) {
      return NONE;
    }
    AuditLines file = AuditLines.of(path.get());
    try {
      file.append("");
    } catch (IOException e) {
      throw new ConfigurationException(
          "LANGEVIN_AUDIT: %s can't be written to".formatted(path.get()), e);
    }
    return start(parts, file, clock);
  }

  static Audit start(Parts parts, AuditLines lines, InstantSource clock) {
    return parts.add(new Audit(lines, clock));
  }

  /**
   * Does what a call does, and notes it.
   *
   * @param id of what it is done to; empty if that is known only afterwards
   * @param made the id, from what it came to
   */
  public <T, E extends Exception> T noted(
      Caller caller, String call, String id, Work<T, E> work, Function<T, String> made) throws E {
    if (file == null) {
      return work.run();
    }
    String result = "BROKEN_OFF"; // the client has gone
    String done = id;
    try {
      T answer = work.run();
      done = id.isEmpty() ? made.apply(answer) : id;
      result = OK;
      return answer;
    } catch (RuntimeException e) {
      result = reason(e);
      throw e;
    } finally {
      note(new Entry(clock.instant(), caller.tenant(), caller.subject(), call, done, result));
    }
  }

  /**
   * Notes that a call was refused before it began.
   *
   * @param caller null if nobody knows who it is
   */
  public void refused(Caller caller, String call, String reason) {
    if (file == null) {
      return;
    }
    Instant now = clock.instant();
    if (caller != null) {
      note(new Entry(now, caller.tenant(), caller.subject(), call, "", reason));
    } else if (waiting.size() < WAITING_UNKNOWN && oneMore(now.getEpochSecond())) {
      note(new Entry(now, "", "", call, "", reason));
    } else {
      unknown.incrementAndGet();
    }
  }

  /** Whether another unknown caller has room in this second. */
  private synchronized boolean oneMore(long now) {
    if (now != second) {
      second = now;
      ofSecond = 0;
    }
    return ofSecond++ < UNKNOWN_A_SECOND;
  }

  /** Writes what waits, unless that takes long. */
  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    closing = true;
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Entry entry) {
    if (!waiting.offer(entry)) {
      lost.incrementAndGet();
    }
  }

  private static String reason(RuntimeException e) {
    return switch (e) {
      case GatewayException refused -> refused.reason();
      case LogUnavailableException away -> "LOG_UNAVAILABLE";
      default -> "INTERNAL";
    };
  }

  /** Is never interrupted: that would close the file under it. */
  private void write() {
    List<Entry> some = new ArrayList<>();
    try {
      while (!closing || !waiting.isEmpty()) {
        Entry first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          some.add(first);
          waiting.drainTo(some, AT_ONCE);
        }
        write(some);
        some.clear();
      }
      write(some); // what was only counted
      file.close();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } catch (IOException e) {
      LOG.warn("The audit file can't be closed: {}", e.getMessage());
    }
  }

  private void write(List<Entry> some) throws InterruptedException {
    long missing = lost.getAndSet(0);
    long more = unknown.getAndSet(0);
    if (some.isEmpty() && missing == 0 && more == 0) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    some.forEach(entry -> lines.append(entry.line()));
    if (more > 0) {
      lines.append(
          "{\"time\":\"%s\",\"call\":\"audit\",\"refused\":%d}\n".formatted(clock.instant(), more));
    }
    if (missing > 0) {
      lines.append(
          "{\"time\":\"%s\",\"call\":\"audit\",\"lost\":%d}\n".formatted(clock.instant(), missing));
    }
    try {
      file.append(lines.toString());
    } catch (IOException e) {
      unknown.addAndGet(more);
      lost.addAndGet(missing + some.size());
      LOG.error("LANGEVIN_AUDIT: {} lines can't be written: {}", lost.get(), e.getMessage());
      if (!closing) {
        Thread.sleep(AFTER_FAILURE);
      }
    }
  }
}
