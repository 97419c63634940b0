package dev.langevin.client.doctor;

/**
 * What a check found.
 *
 * @param level how bad it is
 * @param subject what was looked at, in a word or two
 * @param what how it is
 * @param advice what to do; empty if nothing is to be done
 */
public record Finding(Level level, String subject, String what, String advice) {
  /** How bad something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Worth knowing; everything works, or something that need not. */
    NOTE,
    /** Something that is needed does not work. */
    BROKEN
  }

  /** As it should be. */
  public static Finding ok(String subject, String what) {
    return new Finding(Level.OK, subject, what, "");
  }

  /** Worth knowing. */
  public static Finding note(String subject, String what, String advice) {
    return new Finding(Level.NOTE, subject, what, advice);
  }

  /** Does not work. */
  public static Finding broken(String subject, String what, String advice) {
    return new Finding(Level.BROKEN, subject, what, advice);
  }
}
