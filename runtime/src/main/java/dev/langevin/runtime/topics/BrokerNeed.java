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
    return least == Long.MIN_VALUE ? most + " or less" : least + " or more";
  }
}
