package dev.langevin.sampling.config;

import dev.langevin.sampling.SamplingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A scheduler configuration: a class and the keys that somebody wrote. What nobody wrote has the
 * default of the class, so that changing the class means what {@code from_config} means in
 * diffusers: the written keys stay, also those that only another class takes, and the rest comes
 * from the new class.
 *
 * @param type the scheduler class
 * @param written the keys that were written, whatever class they are for
 */
public record SchedulerConfig(SchedulerClass type, Map<String, Object> written) {
  /** Keeps a copy, which may hold nulls as JSON does. */
  public SchedulerConfig {
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }

  /**
   * Reads the values of a {@code scheduler_config.json}.
   *
   * @throws SamplingException if {@code _class_name} is missing or not one that we can do
   */
  public static SchedulerConfig of(Map<String, ?> json) {
    return of(json, SchedulerClass.named(json.get("_class_name")));
  }

  /** Reads the same values as another class, whatever {@code _class_name} is. */
  public static SchedulerConfig of(Map<String, ?> json, SchedulerClass type) {
    Map<String, Object> written = new LinkedHashMap<>(json);
    if (written.remove("_use_default_values") instanceof Collection<?> defaulted) {
      defaulted.forEach(written::remove);
    }
    written.keySet().removeIf(key -> key.startsWith("_"));
    return new SchedulerConfig(type, written);
  }

  /** With keys written over these. */
  public SchedulerConfig with(Map<String, ?> keys) {
    Map<String, Object> all = new LinkedHashMap<>(written);
    all.putAll(keys);
    return new SchedulerConfig(type, all);
  }

  /** Written keys that no class which we can do takes. */
  public List<String> unknownKeys() {
    List<String> unknown = new ArrayList<>(written.keySet());
    Arrays.stream(SchedulerClass.values()).forEach(c -> unknown.removeAll(c.defaults().keySet()));
    return unknown;
  }

  /** The value of a key, or null if it is null or the class does not take it. */
  public Object value(String key) {
    if (!type.defaults().containsKey(key)) {
      return null;
    }
    return written.containsKey(key) ? written.get(key) : type.defaults().get(key);
  }

  /** A string. */
  public String text(String key, String... allowed) {
    Object value = value(key);
    if (value instanceof String text && List.of(allowed).contains(text)) {
      return text;
    }
    throw SamplingException.notOneOf(key, value, List.of(allowed));
  }

  /** A boolean; false where the class does not take the key. */
  public boolean flag(String key) {
    Object value = value(key);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw SamplingException.wrongKind(key, value, "true or false");
  }

  /** A number in {@code least..most}. */
  public double number(String key, double least, double most) {
    return optional(key, least, most)
        .orElseThrow(() -> SamplingException.wrongKind(key, null, "a number"));
  }

  /** A number in {@code least..most}, or nothing if it is null. */
  public OptionalDouble optional(String key, double least, double most) {
    return checked(key, value(key), least, most);
  }

  /**
   * A number that a class reads although it is not among its own keys, as the reference's {@code
   * hasattr(config, …)} does.
   */
  public OptionalDouble inherited(String key, double least, double most) {
    return checked(key, written.get(key), least, most);
  }

  /** A whole number in {@code least..most}. */
  public int integer(String key, int least, int most) {
    double value = number(key, least, most);
    if (value != StrictMath.rint(value)) {
      throw SamplingException.wrongKind(key, value, "a whole number");
    }
    return (int) value;
  }

  /** A list of numbers in {@code least..most}, or nothing if it is null. */
  public Optional<double[]> numbers(String key, double least, double most) {
    Object value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      throw SamplingException.wrongKind(key, value, "a list of numbers");
    }
    return Optional.of(
        list.stream()
            .mapToDouble(
                each ->
                    checked(key, each, least, most)
                        .orElseThrow(
                            () -> SamplingException.wrongKind(key, value, "a list of numbers")))
            .toArray());
  }

  private static OptionalDouble checked(String key, Object value, double least, double most) {
    if (value == null) {
      return OptionalDouble.empty();
    }
    double d =
        switch (value) {
          case Number number -> number.doubleValue();
          // Python writes infinities bare, which is not JSON: lenient parsers make strings of them.
          case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
          case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
          default -> throw SamplingException.wrongKind(key, value, "a number");
        };
    if (!(d >= least && d <= most)) {
      throw SamplingException.outOfRange(key, value, least, most);
    }
    return OptionalDouble.of(d);
  }
}
