package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import java.util.Arrays;

/**
 * The generation's records in offset order. Compacted records stay, marked: who began to read
 * before, has read them.
 */
final class Log {
  private static final int NEVER = Integer.MAX_VALUE;
  static final Log EMPTY = new Log(new int[0], new int[0]);

  private final int[] records;
  private final int[] compacted;
  private final int[][] views = new int[8][];

  /**
   * @param records by offset
   * @param compacted by offset, which compaction removed it, from 1 on
   */
  private Log(int[] records, int[] compacted) {
    this.records = records;
    this.compacted = compacted;
  }

  int size() {
    return records.length;
  }

  int record(int offset) {
    return records[offset];
  }

  /** Whether those who began to read after so many compactions see the record. */
  boolean visible(int offset, int compactions) {
    return compacted[offset] > compactions;
  }

  Log append(int record) {
    int size = size();
    int[] longer = Arrays.copyOf(records, size + 1);
    int[] marks = Arrays.copyOf(compacted, size + 1);
    longer[size] = record;
    marks[size] = NEVER;
    return new Log(longer, marks);
  }

  /** Keeps the last of the first {@code end} records, and all that come later. */
  Log compact(int end, int compaction) {
    int[] marks = compacted.clone();
    int last = end - 1;
    while (marks[last] != NEVER) {
      last--;
    }
    for (int offset = 0; offset < last; offset++) {
      marks[offset] = Math.min(marks[offset], compaction);
    }
    return new Log(records, marks);
  }

  /**
   * Without the first {@code offsets}, but for the record that they fold into, which comes first.
   */
  Log from(int offsets, Records rules) {
    int view = views(0, rules)[offsets];
    int[] rest = Arrays.copyOfRange(records, offsets - 1, size());
    rest[0] = view;
    int[] marks = new int[rest.length];
    Arrays.fill(marks, NEVER);
    return new Log(rest, marks);
  }

  /** The folded record after so many offsets, by the number of offsets read. */
  int[] views(int compactions, Records rules) {
    int[] known = views[compactions];
    return known == null ? views[compactions] = fold(compactions, rules) : known;
  }

  /** What the fold makes of the record at the offset. */
  Fate fate(int offset, int compactions, Records rules) {
    return rules.fate(views(compactions, rules)[offset], records[offset]);
  }

  /** The folded record of a reader that has read all, and began after so many compactions. */
  int end(int compactions, Records rules) {
    return views(compactions, rules)[size()];
  }

  private int[] fold(int compactions, Records rules) {
    int[] folded = new int[size() + 1];
    folded[0] = Records.NONE;
    for (int offset = 0; offset < size(); offset++) {
      boolean accepted =
          visible(offset, compactions)
              && rules.fate(folded[offset], records[offset]) == Fate.ACCEPTED;
      folded[offset + 1] = accepted ? records[offset] : folded[offset];
    }
    return folded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Log log
        && Arrays.equals(records, log.records)
        && Arrays.equals(compacted, log.compacted);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(records) + Arrays.hashCode(compacted);
  }
}
