package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The generation's records in offset order. Compacted records stay, marked: who began to read
 * before, has read them.
 */
final class Log {
  private static final int NEVER = Integer.MAX_VALUE;
  static final Log EMPTY = new Log(new int[0], new int[0], new int[0]);

  private final int[] records;
  private final int[] overruled;
  private final int[] compacted;
  private final int[][] views = new int[2][];

  /**
   * @param records by offset
   * @param overruled by offset, the offsets that the record overrules, as bits
   * @param compacted by offset, which compaction removed it, from 1 on
   */
  private Log(int[] records, int[] overruled, int[] compacted) {
    this.records = records;
    this.overruled = overruled;
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
    return restate(record, 0);
  }

  /** Appends a record that overrules those at the offsets, given as bits. */
  Log restate(int record, int offsets) {
    return new Log(longer(records, record), longer(overruled, offsets), longer(compacted, NEVER));
  }

  private static int[] longer(int[] of, int last) {
    int[] longer = Arrays.copyOf(of, of.length + 1);
    longer[of.length] = last;
    return longer;
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
    return new Log(records, overruled, marks);
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
    return new Log(rest, new int[rest.length], marks);
  }

  /** The folded record after so many offsets, by the number of offsets read. */
  int[] views(int compactions, Records rules) {
    int[] known = views[compactions];
    return known == null ? views[compactions] = fold(compactions, rules) : known;
  }

  /** What the fold makes of the record at the offset. */
  Fate fate(int offset, int compactions, Records rules) {
    return fate(offset, views(compactions, rules), rules);
  }

  private Fate fate(int offset, int[] folded, Records rules) {
    int base = folded[offset];
    if (overruled[offset] != 0 && base != Records.NONE) {
      base = rules.base(base, origin(offset, folded), offsets(overruled[offset]));
    }
    return rules.fate(base, records[offset]);
  }

  /** The offset of the record that is the state before the offset. */
  private static int origin(int offset, int[] folded) {
    int at = offset - 1;
    while (folded[at] == folded[at + 1]) {
      at--;
    }
    return at;
  }

  private static Set<Long> offsets(int bits) {
    return IntStream.range(0, Integer.SIZE)
        .filter(offset -> (bits & 1 << offset) != 0)
        .mapToObj(offset -> (long) offset)
        .collect(Collectors.toSet());
  }

  /** The refused records that no later record overrules, as bits; of those that the reader saw. */
  int unsaid(int compactions, Records rules) {
    int unsaid = 0;
    for (int offset = 0; offset < size(); offset++) {
      if (visible(offset, compactions)) {
        unsaid &= ~overruled[offset];
        unsaid |= fate(offset, compactions, rules) == Fate.REFUSED ? 1 << offset : 0;
      }
    }
    return unsaid;
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
          visible(offset, compactions) && fate(offset, folded, rules) == Fate.ACCEPTED;
      folded[offset + 1] = accepted ? records[offset] : folded[offset];
    }
    return folded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Log log
        && Arrays.equals(records, log.records)
        && Arrays.equals(overruled, log.overruled)
        && Arrays.equals(compacted, log.compacted);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(records) + Arrays.hashCode(overruled))
        + Arrays.hashCode(compacted);
  }
}
