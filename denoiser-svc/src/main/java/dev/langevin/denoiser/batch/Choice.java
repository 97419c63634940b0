package dev.langevin.denoiser.batch;

/**
 * What is run next.
 *
 * @param key what its rows share
 * @param sizes the numbers of rows that a run of such latents may take
 */
record Choice(BatchKey key, Run run, Sizes sizes) {
  /** Rows that the network runs. */
  int padded() {
    return sizes.padded(run.slots().size());
  }

  /** The same with more rows. */
  Choice with(Run more) {
    return new Choice(key, run.and(more), sizes);
  }
}
