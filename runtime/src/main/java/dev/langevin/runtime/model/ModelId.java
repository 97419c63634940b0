package dev.langevin.runtime.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What tells a model's files from others': written {@code name@version}.
 *
 * @param name the model's name, without an {@code @}
 * @param version the version of its weights
 */
public record ModelId(String name, String version) implements Comparable<ModelId> {
  private static final Comparator<ModelId> ORDER =
      Comparator.comparing(ModelId::name).thenComparing(ModelId::version, ModelId::byAge);

  /**
   * The id that a text means among those there are: the very one, or the newest version of a name.
   */
  public static Optional<ModelId> find(String text, Collection<ModelId> among) {
    return among.stream().filter(id -> id.isMeantBy(text)).max(ORDER);
  }

  /** Whether a text is the name, or name and version. */
  public boolean isMeantBy(String text) {
    return toString().equals(text) || name.equals(text);
  }

  /** By name, and then older versions before newer ones. */
  @Override
  public int compareTo(ModelId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }

  /**
   * Versions as people count them: 9 before 10, and what follows a number in letters, as in 2.0-rc,
   * before the number alone.
   */
  static int byAge(String one, String other) {
    String[] a = one.split("[.+_-]");
    String[] b = other.split("[.+_-]");
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = part(a, i, b, i);
      if (order != 0) {
        return order;
      }
    }
    return one.compareTo(other);
  }

  private static int part(String[] a, int i, String[] b, int j) {
    boolean numberA = i < a.length && number(a[i]);
    boolean numberB = j < b.length && number(b[j]);
    if (numberA && numberB) {
      String x = a[i].replaceFirst("^0+(?=.)", "");
      String y = b[j].replaceFirst("^0+(?=.)", "");
      return x.length() == y.length() ? x.compareTo(y) : Integer.compare(x.length(), y.length());
    }
    return rank(a, i, numberA) == rank(b, j, numberB) && i < a.length && j < b.length
        ? a[i].compareTo(b[j])
        : Integer.compare(rank(a, i, numberA), rank(b, j, numberB));
  }

  /** Letters before the end, the end before numbers. */
  private static int rank(String[] parts, int i, boolean number) {
    if (i >= parts.length) {
      return 1;
    }
    return number ? 2 : 0;
  }

  private static boolean number(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
