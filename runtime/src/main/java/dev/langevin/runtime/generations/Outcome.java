package dev.langevin.runtime.generations;

/**
 * What became of an appended record, as its writer read it back.
 *
 * @param <S> what the log's records say
 * @param verdict the fold's verdict on the record
 * @param folded the key's state after the record; null only if the key's first record was refused
 */
public record Outcome<S>(Verdict verdict, S folded) {
  /** Whether the folded state is the record that was appended. */
  public boolean won() {
    return switch (verdict) {
      case Verdict.Accepted accepted -> true;
      case Verdict.Unchanged unchanged -> true;
      case Verdict.Refused refused -> false;
      case Verdict.Unknown unknown -> false;
    };
  }
}
