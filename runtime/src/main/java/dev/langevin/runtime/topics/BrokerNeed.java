package dev.langevin.runtime.topics;

/**
 * What a setting of the brokers has to allow.
 *
 * @param setting its name
 * @param least the least value that does; {@link Long#MIN_VALUE} for any
 * @param most the greatest that does; {@link Long#MAX_VALUE} for any
 */
public record BrokerNeed(String setting, long least, long most) {
  /** Whether a value does. */
  public boolean metBy(long value) {
    return value >= least && value <= most;
  }

  /** What does, in words. */
  public String wanted() {
    if (least == Long.MIN_VALUE) {
      return most + " or less";
    }
    if (most == Long.MAX_VALUE) {
      return least + " or more";
    }
    return least == most ? Long.toString(least) : least + " to " + most;
  }
}
