package dev.langevin.denoiser;

/** How many rows a run of the network takes. */
public enum BatchMode {
  /** As many as wait, up to the cap. */
  AUTO,
  /**
   * Always the same number, filled up where fewer wait: for machines whose kernels choose by shape.
   */
  DETERMINISTIC
}
