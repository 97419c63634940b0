package dev.langevin.client.output;

import com.google.protobuf.Timestamp;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Values as people read them. */
public final class Text {
  private Text() {}

  /** A state's name: {@code running}. */
  public static String state(Generation.State state) {
    return switch (state) {
      case STATE_QUEUED -> "queued";
      case STATE_RUNNING -> "running";
      case STATE_SUCCEEDED -> "succeeded";
      case STATE_FAILED -> "failed";
      case STATE_CANCELLED -> "cancelled";
      case STATE_FILTERED -> "filtered";
      case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  /** Whether nothing will change any more. */
  public static boolean ended(Generation.State state) {
    return switch (state) {
      case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED, STATE_FILTERED -> true;
      case STATE_QUEUED, STATE_RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  /** How many lines of a batch have ended, in whatever way. */
  public static int ended(Batch batch) {
    return batch.getSucceeded() + batch.getFailed() + batch.getCancelled() + batch.getFiltered();
  }

  /** {@code 64×64}. */
  public static String size(Size size, Terminal terminal) {
    return size.getWidth() + terminal.times() + size.getHeight();
  }

  /** {@code 0.3 s}, {@code 1 min 05 s}. */
  public static String time(Duration time) {
    long tenths = Math.round(time.toMillis() / 100.0);
    if (tenths < 600) {
      return String.format(Locale.ROOT, "%.1f s", tenths / 10.0);
    }
    return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
  }

  /** How long ago, in one unit: {@code 5 min}. */
  public static String age(Timestamp since, Instant now) {
    long seconds = Math.max(0, now.getEpochSecond() - since.getSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 86400 ? seconds / 3600 + " h" : seconds / 86400 + " d";
  }

  /** A place in a queue, from 1: {@code next in the queue}, {@code 3rd in the queue}. */
  public static String place(int place) {
    if (place == 1) {
      return "next in the queue";
    }
    String ending =
        switch (place / 10 % 10 == 1 ? 0 : place % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return String.format(Locale.ROOT, "%,d%s in the queue", place, ending);
  }

  /** A duration of a message. */
  public static Duration duration(com.google.protobuf.Duration d) {
    return Duration.ofSeconds(d.getSeconds(), d.getNanos());
  }

  /** So many bytes: {@code 812 bytes}, {@code 3.4 MB}. */
  public static String bytes(long count) {
    if (count < 100_000) {
      return String.format(Locale.ROOT, "%,d bytes", count);
    }
    return count < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }

  /** A number without needless zeros: {@code 4}, {@code 7.5}. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
