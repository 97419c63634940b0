package dev.langevin.client.command;

import com.google.protobuf.Duration;
import dev.langevin.client.CommandException;
import dev.langevin.v1.Size;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What no server would accept, refused before one is started. The server checks everything again,
 * and what depends on the model.
 */
final class Checks {
  private static final int TEXT_LIMIT = 10_000;
  private static final int LABEL_LIMIT = 64;
  private static final long DEADLINE_LIMIT_SECONDS = 6 * 86_400;
  private static final long PAST_LIMIT_SECONDS = 3_650L * 86_400;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})\\s*[xX×]\\s*(\\d{1,5})");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(s|m|h|d)");
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private Checks() {}

  static String text(String field, String value, boolean required) {
    if (required && value.isBlank()) {
      throw CommandException.invalid(field, "\"" + value + "\"", "is blank");
    }
    int length = value.codePointCount(0, value.length());
    if (length > TEXT_LIMIT) {
      throw CommandException.invalid(field, length + " characters", "are more than " + TEXT_LIMIT);
    }
    return value;
  }

  static String name(String field, String value) {
    if (value.isBlank()) {
      throw CommandException.invalid(field, "\"" + value + "\"", "is blank");
    }
    return value;
  }

  static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw CommandException.invalid(field, value, "is not in " + min + ".." + max);
    }
    return value;
  }

  static double range(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw CommandException.invalid(field, value, "is not in " + (long) min + ".." + (long) max);
    }
    return value;
  }

  /** How many layers there are to leave out, only the server knows. */
  static int clipSkip(int value) {
    if (value < 1) {
      throw CommandException.invalid(
          "clip skip", value, "is not 1 or more; leave it out to use all layers");
    }
    return value;
  }

  static Size size(String text) {
    Matcher m = SIZE.matcher(text);
    if (m.matches()) {
      int width = Integer.parseInt(m.group(1));
      int height = Integer.parseInt(m.group(2));
      if (width > 0 && height > 0) {
        return Size.newBuilder().setWidth(width).setHeight(height).build();
      }
    }
    throw CommandException.invalid("size", text, "is not WIDTHxHEIGHT in pixels, such as 64x64");
  }

  static Duration deadline(String text) {
    return Duration.newBuilder()
        .setSeconds(seconds("deadline", text, DEADLINE_LIMIT_SECONDS, "6d"))
        .build();
  }

  /** How long ago something may be. */
  static java.time.Duration past(String text) {
    return java.time.Duration.ofSeconds(seconds("since", text, PAST_LIMIT_SECONDS, "3650d"));
  }

  private static long seconds(String field, String text, long most, String limit) {
    Matcher m = TIME.matcher(text);
    if (m.matches()) {
      long unit =
          switch (m.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 86_400;
          };
      long seconds = Long.parseLong(m.group(1)) * unit;
      if (seconds >= 1 && seconds <= most) {
        return seconds;
      }
    }
    throw CommandException.invalid(
        field, text, "is not in 1s.." + limit + ", such as 90s, 10m or 24h");
  }

  static Map<String, String> labels(Map<String, String> labels) {
    range("labels", labels.size(), 0, LABEL_LIMIT);
    labels.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > 63) {
            throw CommandException.invalid(
                "label key", "\"" + key + "\"", "has not 1..63 characters");
          }
          if (value.length() > 255) {
            throw CommandException.invalid(
                "label " + key, value.length() + " characters", "are more than 255");
          }
        });
    return labels;
  }

  static String requestId(String text) {
    if (!REQUEST_ID.matcher(text).matches()) {
      throw CommandException.invalid(
          "request id", "\"" + text + "\"", "is not 1..128 characters of A-Z a-z 0-9 . _ : -");
    }
    return text;
  }

  static String id(String text) {
    return id(text, "a generation; see langevin list");
  }

  static String batchId(String text) {
    return id(text, "a batch; see langevin batches list");
  }

  private static String id(String text, String what) {
    if (text.isBlank() || text.length() > 128) {
      throw CommandException.invalid("id", "\"" + text + "\"", "is not the id of " + what);
    }
    return text;
  }
}
