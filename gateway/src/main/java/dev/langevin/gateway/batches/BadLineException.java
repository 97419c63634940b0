package dev.langevin.gateway.batches;

/** A line can't be done; the message names the field, its value and what is allowed. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String customId;

  /** Of a line that nobody knows the name of, or that has another one's. */
  BadLineException(String message) {
    this(message, null);
  }

  /** Of a line that its maker calls so. */
  BadLineException(String message, String customId) {
    super(message);
    this.customId = customId;
  }

  /** What the line is called where it is told of: its custom_id, or else its number. */
  String customId(int number) {
    return customId == null ? Integer.toString(number) : customId;
  }
}
