package dev.langevin.bench.scaleout;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The runs of an accelerator in a file that another process reads. */
final class RunLog {
  /**
   * One run.
   *
   * @param begin nanoseconds since 1970, to the millisecond
   * @param end likewise
   * @param rows that were run
   */
  record Entry(long begin, long end, int rows) {
    /** The rows' share that fell between the two. */
    double rowsWithin(long from, long to) {
      long inside = Math.min(end, to) - Math.max(begin, from);
      return inside <= 0 ? 0 : rows * (double) inside / (end - begin);
    }
  }

  private final BufferedWriter writer;
  private final long epoch;

  private RunLog(BufferedWriter writer) {
    this.writer = writer;
    this.epoch = now() - System.nanoTime();
  }

  /** Begins a file. */
  static RunLog create(Path file) throws IOException {
    return new RunLog(Files.newBufferedWriter(file));
  }

  /** The clock of all entries. */
  static long now() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  /** Notes a run; times as {@link System#nanoTime}. */
  void add(long begin, long end, int rows) {
    try {
      writer.write((begin + epoch) + " " + (end + epoch) + " " + rows + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a run can't be noted", e);
    }
  }

  /** All whole lines that are there. */
  static List<Entry> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<Entry> entries = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      String[] fields = line.split(" ");
      entries.add(
          new Entry(
              Long.parseLong(fields[0]), Long.parseLong(fields[1]), Integer.parseInt(fields[2])));
    }
    return entries;
  }
}
