package dev.langevin.sampling;

import java.util.List;

/**
 * The state of one image between two evaluations. Never mutated: arrays are shared between states,
 * so treat them as read-only.
 *
 * @param evaluation the evaluation that comes next; the number of evaluations when done
 * @param x the latents, in the order of the network's tensor (channels, rows, columns)
 * @param history what the solver remembers, newest first
 * @param guidance what the guidance remembers; empty if nothing
 * @param noise the position of the generator, as {@link Noise#position()} gives it
 */
public record State(
    int evaluation, float[] x, List<float[]> history, float[] guidance, byte[] noise) {
  /** Keeps a copy of the list, not of the arrays. */
  public State {
    history = List.copyOf(history);
  }

  /** The state after this evaluation. */
  public State next(float[] x, List<float[]> history, Guided guided, Noise noise) {
    return new State(evaluation + 1, x, history, guided.memory(), noise.position());
  }

  /** Versioned bytes, little endian; whoever stores them adds the checksum. */
  public byte[] toBytes() {
    return StateFormat.write(this);
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws SamplingException if the bytes are not a state of this version
   */
  public static State fromBytes(byte[] bytes) {
    return StateFormat.read(bytes);
  }
}
