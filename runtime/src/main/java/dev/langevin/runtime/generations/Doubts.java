package dev.langevin.runtime.generations;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a first reading of the log can be trusted. Compaction may take records away between two
 * polls: a reader that has a key's old records and not those that led to its last one refuses that
 * last one, and would be alone with its opinion for good. In a log that was read as it is, every
 * refused record is soon followed by the winner, so a last record that is refused and old enough to
 * have been compacted is a reason to read again, once. Used by the reader's thread alone.
 */
final class Doubts {
  /** Well below {@code min.compaction.lag.ms}: writers' clocks differ. */
  private static final Duration CLEANABLE = Duration.ofHours(12);

  private final InstantSource clock;
  private final Set<String> refused = new HashSet<>();
  private boolean readAgain;
  private boolean trusted;

  Doubts(InstantSource clock) {
    this.clock = clock;
  }

  /** A record of the key was refused; {@code timestamp} is its own, in ms since 1970. */
  void refused(String key, long timestamp) {
    if (!trusted && timestamp < clock.instant().minus(CLEANABLE).toEpochMilli()) {
      refused.add(key);
    }
  }

  /** A record of the key is its state. */
  void settled(String key) {
    refused.remove(key);
  }

  /** The log was cut behind the reader; what was found out about it holds no longer. */
  void clear() {
    refused.clear();
    readAgain = false;
    trusted = false;
  }

  /** All has been read up to the end that the log had at the beginning: whether to begin anew. */
  boolean again() {
    boolean again = !refused.isEmpty() && !readAgain;
    readAgain |= again;
    trusted |= !again;
    refused.clear();
    return again;
  }
}
