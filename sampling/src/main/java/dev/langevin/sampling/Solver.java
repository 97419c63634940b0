package dev.langevin.sampling;

/** One step of a sampling method: a pure function, but for the noise that it draws. */
public interface Solver {
  /** Moves the state over one evaluation. */
  Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n);

  /** Whether it takes its ε from {@link Guided#baseline}, so that guidance may split the two. */
  default boolean splits() {
    return false;
  }
}
