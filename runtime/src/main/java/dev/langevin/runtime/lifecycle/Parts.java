package dev.langevin.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a service is made of: opened one after the other, and closed in the reverse order. */
public final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * What {@code assembly} makes of new parts. If it fails, those that it had added are closed.
   *
   * @param assembly adds parts as it opens them
   */
  public static <T> T assemble(Function<Parts, T> assembly) {
    Parts parts = new Parts();
    try {
      return assembly.apply(parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** Takes {@code part}, to be closed before those that came earlier. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  /** Closes them; one that fails does not keep the others open. Twice is once. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("Closing goes on after", e);
      }
    }
  }
}
