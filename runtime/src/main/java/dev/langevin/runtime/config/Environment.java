package dev.langevin.runtime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings read from variables whose names begin with {@code LANGEVIN_}. A key may be written with
 * or without that prefix. An empty value counts as absent. Every key that is read becomes a known
 * one, and {@link #refuseUnknown} refuses the rest.
 */
public final class Environment {
  /** What all keys begin with. */
  public static final String PREFIX = "LANGEVIN_";

  private static final Set<String> LEVELS =
      Set.of("off", "error", "warn", "info", "debug", "trace");

  /** Those that are read apart from a service's own. */
  private static final Set<String> EVERY_PROCESS =
      Set.of(
          PREFIX + "LOG",
          PREFIX + "LOG_FORMAT",
          PREFIX + "TRACES",
          PREFIX + "TRACES_ENDPOINT",
          PREFIX + "TRACES_HEADERS",
          PREFIX + "TRACES_SAMPLE",
          PREFIX + "MANAGEMENT_HOST",
          PREFIX + "MANAGEMENT_PORT");

  private final Map<String, String> variables;

  /** With those of every process. */
  private final Set<String> known = new TreeSet<>(EVERY_PROCESS);

  private Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Settings from these variables; those without the prefix are ignored. */
  public static Environment of(Map<String, String> variables) {
    return new Environment(variables);
  }

  /** A text as it stands. */
  public String text(String key, String fallback) {
    String value = value(key);
    return value == null ? fallback : value;
  }

  /** A whole number within {@code min..max}. */
  public int integer(String key, int fallback, int min, int max) {
    return (int) longInteger(key, fallback, min, max);
  }

  /** A whole number within {@code min..max}. */
  public long longInteger(String key, long fallback, long min, long max) {
    String value = value(key);
    if (value == null) {
      return fallback;
    }
    String allowed = "in " + min + ".." + max;
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ConfigurationException.refused(name(key), value, "a whole number " + allowed);
    }
    throw ConfigurationException.refused(name(key), value, allowed);
  }

  /** A part of a whole, 0 to 1. */
  public double share(String key, double fallback) {
    String value = value(key);
    if (value == null) {
      return fallback;
    }
    if (!value.matches("[0-9]{0,9}([.][0-9]{0,18})?") || !value.matches(".*[0-9].*")) {
      throw ConfigurationException.refused(name(key), value, "a number in 0..1");
    }
    double share = Double.parseDouble(value);
    if (share > 1) {
      throw ConfigurationException.refused(name(key), value, "in 0..1");
    }
    return share;
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean fallback) {
    return choice(key, fallback ? "true" : "false", "true", "false").equals("true");
  }

  /** One of the words, in lower case whatever the case of the value. */
  public String choice(String key, String fallback, String... allowed) {
    String value = value(key);
    if (value == null) {
      return fallback;
    }
    String word = value.toLowerCase(Locale.ROOT);
    if (!Arrays.asList(allowed).contains(word)) {
      String list = "one of " + String.join(", ", allowed);
      throw ConfigurationException.refused(name(key), value, list);
    }
    return word;
  }

  /**
   * A time such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h}, {@code 6d} or ISO 8601.
   */
  public Duration duration(String key, Duration fallback, Duration min, Duration max) {
    String value = value(key);
    return value == null ? fallback : Durations.parse(name(key), value, min, max);
  }

  /** A path, relative ones from the working directory. */
  public Path path(String key, Path fallback) {
    String value = value(key);
    try {
      return value == null ? fallback : Path.of(value);
    } catch (InvalidPathException e) {
      throw ConfigurationException.refused(name(key), value, "a path");
    }
  }

  /** Addresses {@code host:port}, comma separated. */
  public List<String> addresses(String key, List<String> fallback) {
    String value = value(key);
    if (value == null) {
      return fallback;
    }
    List<String> addresses = Arrays.stream(value.split(",", -1)).map(String::trim).toList();
    for (String address : addresses) {
      if (!Addresses.valid(address)) {
        String written = address.isEmpty() ? "an empty address" : address;
        throw ConfigurationException.refused(
            name(key), written, "host:port with a port in 1..65535");
      }
    }
    return addresses;
  }

  /**
   * Refuses variables with the prefix that nobody has read, naming the nearest key that somebody
   * has. To be called when all settings are read.
   */
  public void refuseUnknown() {
    for (String name : new TreeSet<>(variables.keySet())) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        String nearest = Spelling.nearest(name, known);
        throw new ConfigurationException(
            "%s: unknown setting; did you mean %s?".formatted(name, nearest));
      }
    }
    choice("LOG", "info", LEVELS.stream().sorted().toArray(String[]::new));
    choice("LOG_FORMAT", "text", "text", "json");
  }

  private String value(String key) {
    String name = name(key);
    known.add(name);
    String value = variables.get(name);
    return value == null || value.isBlank() ? null : value.trim();
  }

  private static String name(String key) {
    return key.startsWith(PREFIX) ? key : PREFIX + key;
  }
}
