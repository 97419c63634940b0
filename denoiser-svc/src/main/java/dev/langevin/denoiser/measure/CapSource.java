package dev.langevin.denoiser.measure;

/** Where the most rows of a run come from. */
public enum CapSource {
  /** It is set, or the measurement failed: it stays. */
  SET,
  /** It is a usual one, and a better one has not been looked for yet. */
  USUAL,
  /** It was measured, on this machine with this runtime and these files. */
  MEASURED,
  /** It is a usual one: times did not repeat, because others use the machine; tried again. */
  UNSTABLE
}
