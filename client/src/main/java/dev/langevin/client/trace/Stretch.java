package dev.langevin.client.trace;

/**
 * A part of a generation's way.
 *
 * @param id its own, for those that are within it
 * @param parent the id of the one that it is within; empty for the first
 * @param service whose work it was
 * @param name what was done
 * @param start when it began, in nanoseconds since 1970
 * @param end when it ended, likewise
 * @param detail more about it; may be empty
 * @param failed whether it did not go well
 */
public record Stretch(
    String id,
    String parent,
    String service,
    String name,
    long start,
    long end,
    String detail,
    boolean failed) {
  /** Whose work it was, where several services are one process: what its name begins with. */
  public String actor() {
    int dot = name.indexOf('.');
    return dot < 0 ? service : name.substring(0, dot);
  }

  /** How long it took, in milliseconds. */
  public double millis() {
    return (end - start) / 1e6;
  }
}
