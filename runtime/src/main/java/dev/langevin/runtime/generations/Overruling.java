package dev.langevin.runtime.generations;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a restated record says beside the state: these records of the partition were refused.
 * Compaction may leave a refused record as the first of its key, namely where a segment of the log
 * ends between it and the restatement. A reader that begins there accepts it, for it knows no
 * better, and the restatement tells it.
 *
 * @param offsets of the refused records
 */
public record Overruling(Set<Long> offsets) {
  /** Nothing is overruled. */
  public static final Overruling NONE = new Overruling(Set.of());

  private static final int MOST = 64;

  /** Of these offsets; the newest ones if there are very many. */
  static Overruling of(Collection<Long> offsets) {
    int older = Math.max(0, offsets.size() - MOST);
    return new Overruling(
        offsets.stream().sorted().skip(older).collect(Collectors.toUnmodifiableSet()));
  }

  /** Reads {@link #text}; nothing is overruled if there is no text, or another one. */
  static Overruling parse(String text) {
    return text == null || !text.matches("\\d{1,18}(,\\d{1,18})*")
        ? NONE
        : of(Arrays.stream(text.split(",")).map(Long::valueOf).toList());
  }

  /** The offsets, separated by commas. */
  String text() {
    return offsets.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * What the record that says so is to be folded into.
   *
   * @param <S> what the records say
   * @param current the state so far; null if there is none
   * @param offset of the record that made it the state
   * @return the same; null if that record was refused by those who know
   */
  public <S> S base(S current, long offset) {
    return offsets.contains(offset) ? null : current;
  }
}
