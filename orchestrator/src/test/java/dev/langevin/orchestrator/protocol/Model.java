package dev.langevin.orchestrator.protocol;

/**
 * Something with states and moves, to be explored.
 *
 * @param <S> a state; immutable
 */
interface Model<S> {
  /** Where moves go. */
  interface Moves<S> {
    /**
     * A move.
     *
     * @param next where it leads
     * @param fault whether nobody may count on it: progress must be possible without
     * @param what it is, a format of at most two numbers
     */
    void to(S next, boolean fault, String what, int first, int second);
  }

  S initial();

  /** Tells every move that is possible. */
  void moves(S state, Moves<S> moves);

  /** What is wrong with the state; null if nothing is. */
  String violation(S state);

  /** Whether all is done that was to be done. */
  boolean done(S state);

  /** The state's parts as numbers; equal states give equal numbers. Always as many. */
  int[] pack(S state);

  S unpack(int[] packed);
}
