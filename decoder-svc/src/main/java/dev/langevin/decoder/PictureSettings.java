package dev.langevin.decoder;

import dev.langevin.decoder.safety.SafetyMode;
import dev.langevin.runtime.config.Environment;

/**
 * What becomes of pictures beside being stored. All decoders of a system have to be told the same,
 * for any of them may be the one that makes a picture.
 *
 * @param safety when they are checked; LANGEVIN_SAFETY_CHECKER, default model
 * @param provenance whether they say, for other programs, that a model made them; part of what
 *     their bytes depend on; LANGEVIN_PROVENANCE, default none
 */
public record PictureSettings(SafetyMode safety, boolean provenance) {
  /** Checked where the model has a checker; without a statement. */
  public static final PictureSettings DEFAULT = new PictureSettings(SafetyMode.MODEL, false);

  static PictureSettings of(Environment environment) {
    return new PictureSettings(
        SafetyMode.of(environment),
        environment.choice("PROVENANCE", "none", "none", "iptc").equals("iptc"));
  }
}
