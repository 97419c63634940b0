package dev.langevin.orchestrator.protocol;

import java.util.Arrays;

/**
 * What the generation's log was folded into, in offset order. Refused records change nobody's mind
 * and are left out; whom they may lead astray is a {@link Latecomer}.
 */
final class Log {
  static final Log EMPTY = new Log(new int[0]);

  private final int[] records;

  private Log(int[] records) {
    this.records = records;
  }

  int size() {
    return records.length;
  }

  Log append(int accepted) {
    int[] longer = Arrays.copyOf(records, records.length + 1);
    longer[records.length] = accepted;
    return new Log(longer);
  }

  /** What a reader of so many records knows. */
  int view(int read) {
    return read == 0 ? Records.NONE : records[read - 1];
  }

  /** What a reader of all of them knows. */
  int end() {
    return view(size());
  }

  /** Without the first records. */
  Log without(int first) {
    return new Log(Arrays.copyOfRange(records, first, size()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Log log && Arrays.equals(records, log.records);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(records);
  }
}
