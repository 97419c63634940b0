package dev.langevin.runtime.generations;

/**
 * The folded state of every key of a log, in memory. One thread applies records; any may read.
 *
 * @param <S> what the log's records say
 */
public interface States<S> {
  /**
   * Folds one record into its key's state.
   *
   * @param offset the record's
   * @param overruling what it says about records before it
   */
  Verdict apply(String key, long offset, S next, Overruling overruling);

  /**
   * Ends a key with a tombstone.
   *
   * @param workId which it was written for
   * @return whether it counts
   */
  boolean bury(String key, String workId);

  /** Forgets a key. */
  void remove(String key);

  /** Forgets everything. */
  void clear();

  /** The folded state; null if the key is unknown. */
  S get(String key);
}
