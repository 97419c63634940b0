package dev.langevin.runtime.generations;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A generation's place in the list, newest first. Pages begin after a cursor, so they stay stable
 * while generations are added or change.
 *
 * @param seconds of its creation, since 1970
 * @param nanos of its creation, 0 to 999,999,999
 * @param id its id, which orders what was created at the same moment
 */
public record Cursor(long seconds, int nanos, String id) implements Comparable<Cursor> {
  private static final Comparator<Cursor> NEWEST_FIRST =
      Comparator.comparingLong(Cursor::seconds)
          .thenComparingInt(Cursor::nanos)
          .reversed()
          .thenComparing(Cursor::id);
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,12})\\.(\\d{1,9})\\.([a-z0-9.]{1,80})");

  /** After all ids. */
  static final String LAST = "~";

  /** The place at a moment of an id, which need not be one. */
  static Cursor at(Instant moment, String id) {
    return new Cursor(moment.getEpochSecond(), moment.getNano(), id);
  }

  /** When the generation was created. */
  Instant created() {
    return Instant.ofEpochSecond(seconds, nanos);
  }

  @Override
  public int compareTo(Cursor other) {
    return NEWEST_FIRST.compare(this, other);
  }

  /** The cursor as a page token. */
  public String text() {
    return seconds + "." + nanos + "." + id;
  }

  /** Reads a page token; empty if it is none. */
  public static Optional<Cursor> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Cursor(
                Long.parseLong(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }
}
