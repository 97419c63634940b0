package dev.langevin.denoiser.network;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One row as the network takes it, never changed.
 *
 * @param shape extents of the latent: channels, height, width
 * @param latent its elements in the network's type, row-major, little-endian, from position 0 to
 *     the limit
 * @param conditioning what it is conditioned on
 * @param time the time in the network's unit
 */
public record RowInput(
    List<Long> shape, ByteBuffer latent, Conditioning conditioning, double time) {
  /** The same row at another time. */
  public RowInput at(double other) {
    return new RowInput(shape, latent, conditioning, other);
  }
}
