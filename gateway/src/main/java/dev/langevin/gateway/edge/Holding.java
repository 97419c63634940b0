package dev.langevin.gateway.edge;

/**
 * What one body takes of the room for bodies: of that for all, and once it is large of that for
 * large ones. Thread-safe.
 */
final class Holding {
  /** With more bytes a body is large. */
  static final int SMALL = 1 << 20;

  private final Uploads large;
  private Uploads room;
  private long held;

  /**
   * @param usual where it begins
   * @param large where it is taken to when it is large; the same for a body that counts as usual
   *     whatever its size
   */
  Holding(Uploads usual, Uploads large) {
    this.room = usual;
    this.large = large;
  }

  /**
   * Makes room for more of it.
   *
   * @throws dev.langevin.gateway.GatewayException if there is none
   */
  synchronized void take(int bytes) {
    if (room != large && held + bytes > SMALL) {
      large.take(held + bytes);
      room.release(held);
      room = large;
    } else {
      room.take(bytes);
    }
    held += bytes;
  }

  /** Gives all of it back; any number of times. */
  synchronized void release() {
    room.release(held);
    held = 0;
  }
}
