package dev.langevin.runtime.tls;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log who is refused: one that tries again and again is told once a minute, and of those
 * that call themselves something else each time there are no more than ten lines in it.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int LINES = 10;
  private static final int SHOWN_CHARACTERS = 200;

  private final LongSupplier nanos;
  private final Set<String> told = new HashSet<>();
  private long since;
  private int more;

  /**
   * @param nanos tells the time, in nanoseconds since some moment
   */
  Refusals(LongSupplier nanos) {
    this.nanos = nanos;
    since = nanos.getAsLong();
  }

  /**
   * Tells it, unless there has been enough of it in this minute.
   *
   * @param refusal who, and why; without control characters
   */
  synchronized void tell(String refusal) {
    long now = nanos.getAsLong();
    if (now - since > MINUTE) {
      if (more > 0) {
        LOG.warn("… and {} more were refused", more);
      }
      told.clear();
      more = 0;
      since = now;
    }
    if (told.contains(refusal)) {
      return;
    }
    if (told.size() == LINES) {
      more++;
    } else {
      told.add(refusal);
      LOG.warn("{}", refusal);
    }
  }

  /**
   * What a stranger calls itself, as the log shows it: shortened, and without control characters,
   * which could make a line of their own of it.
   */
  static String shown(String text) {
    String clean = clean(text);
    return clean.codePointCount(0, clean.length()) <= SHOWN_CHARACTERS
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }

  /** Without control characters. */
  static String clean(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
