package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;

/**
 * What became of an appended snapshot, as its writer read it back.
 *
 * @param verdict the fold's verdict on the record
 * @param folded the generation's state after the record; null only if the key's first record was
 *     refused
 */
public record Outcome(Verdict verdict, Snapshot folded) {
  /** Whether the folded state is the snapshot that was appended. */
  public boolean won() {
    return switch (verdict) {
      case Verdict.Accepted accepted -> true;
      case Verdict.Unchanged unchanged -> true;
      case Verdict.Refused refused -> false;
    };
  }
}
