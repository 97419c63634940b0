package dev.langevin.orchestrator.job;

import dev.langevin.v1.FilmStrip;

/**
 * What became of a job's film strip.
 *
 * @param strip without an artifact if there is none
 * @param problem why not, where it was asked for; else empty
 */
record Filmed(FilmStrip strip, String problem) {
  /** Of a job that asked for none. */
  static final Filmed NOT_ASKED = new Filmed(FilmStrip.getDefaultInstance(), "");

  static Filmed of(FilmStrip strip) {
    return new Filmed(strip, "");
  }

  static Filmed missing(String problem) {
    return new Filmed(FilmStrip.getDefaultInstance(), problem);
  }
}
