package dev.langevin.runtime.generations;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.BiFunction;
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
   * What the record that says so is to be folded into. That a record was refused holds only if the
   * winner refuses it by our fold, too; once it does, it does so for good, whatever the winner
   * becomes. Otherwise those who say so are of an older version and did not know the state, and a
   * job that has ended would run again.
   *
   * @param <S> what the records say
   * @param current the state so far; null if there is none
   * @param offset of the record that made it the state
   * @param winner what the record that overrules says
   * @param fold what a record, the second, does to a state
   * @return the same; null if that record was refused by those who know
   */
  public <S> S base(S current, long offset, S winner, BiFunction<S, S, Verdict> fold) {
    boolean overruled =
        current != null
            && offsets.contains(offset)
            && fold.apply(winner, current) instanceof Verdict.Refused;
    return overruled ? null : current;
  }
}
