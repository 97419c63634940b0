package dev.langevin.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param heapBytes of live objects, after a collection
 * @param residentBytes of memory
 * @param files open ones, sockets included
 * @param threads of the system
 */
public record Footprint(long heapBytes, long residentBytes, int files, int threads) {
  private static final int PATIENCE_SECONDS = 20;

  /** The histogram's last line: {@code Total 123456 7890123}, instances and bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** Dead objects that a collection left where they were, to spare itself the way. */
  private static final Pattern FILLER =
      Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\S*jdk\\.internal\\.vm\\.Filler");

  /**
   * Measures; empty if the process can't be asked. Its heap is counted object by object within the
   * pause of a collection, so that what a busy process throws away is not in it.
   */
  static Optional<Footprint> of(long pid) throws IOException, InterruptedException {
    long heap = live(jcmd(pid, "GC.class_histogram"));
    Path proc = Path.of("/proc", Long.toString(pid));
    if (heap == 0 || !Files.isDirectory(proc)) {
      return Optional.empty();
    }
    String status = Files.readString(proc.resolve("status"));
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return Optional.of(
          new Footprint(
              heap,
              number(status, "VmRSS") << 10,
              (int) files.count(),
              (int) number(status, "Threads")));
    }
  }

  /** Bytes of live objects by a class histogram; 0 if it is none. */
  static long live(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    long bytes = total.find() ? Long.parseLong(total.group(1)) : 0;
    Matcher filler = FILLER.matcher(histogram);
    while (filler.find()) {
      bytes -= Long.parseLong(filler.group(1));
    }
    return bytes;
  }

  private static long number(String status, String key) {
    Matcher line = Pattern.compile("(?m)^" + key + ":\\s*(\\d+)").matcher(status);
    if (!line.find()) {
      throw new IllegalStateException("/proc says nothing of " + key);
    }
    return Long.parseLong(line.group(1));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(tool, Long.toString(pid), command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return said;
  }
}
