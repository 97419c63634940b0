package dev.langevin.runtime.generations;

import com.google.protobuf.Timestamp;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation;

/** What waits for a generation, as time goes by. */
public enum Stage {
  /** It has not ended; its deadline comes. */
  UNFINISHED,
  /** It has ended; the time for which it is kept runs from its end. */
  ENDED,
  /** It was deleted; its stub goes once it has {@link Snapshots#served served}. */
  DELETED;

  /** The stage that a generation is in. */
  static Stage of(Snapshot snapshot) {
    if (Fold.deleted(snapshot)) {
      return DELETED;
    }
    return Fold.ended(snapshot.getGeneration().getState()) ? ENDED : UNFINISHED;
  }

  /** The time that counts in this stage, in seconds since 1970. */
  long seconds(Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    return switch (this) {
      case UNFINISHED -> generation.getExpireTime().getSeconds();
      case ENDED -> latest(generation.getCreateTime(), generation.getEndTime());
      case DELETED -> Snapshots.served(snapshot);
    };
  }

  /** A clock that was wrong when the job ended must not take the result away from its maker. */
  private static long latest(Timestamp created, Timestamp ended) {
    return Math.max(created.getSeconds(), ended.getSeconds());
  }
}
