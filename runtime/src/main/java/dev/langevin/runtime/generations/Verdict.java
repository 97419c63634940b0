package dev.langevin.runtime.generations;

/** What a fold makes of one record of its log. */
public sealed interface Verdict {
  /** The record is its key's new state. */
  record Accepted() implements Verdict {}

  /** The record repeats the state; it changes nothing. */
  record Unchanged() implements Verdict {}

  /**
   * The record does not count; the state stays as it was.
   *
   * @param reason why, for a log or an error message
   */
  record Refused(String reason) implements Verdict {}

  /**
   * The record may count for those who know more: it says a state that this version does not know.
   * Nothing can be said against it, so that nobody may overrule it for that reason.
   *
   * @param reason why, for a log or an error message
   */
  record Unknown(String reason) implements Verdict {}
}
