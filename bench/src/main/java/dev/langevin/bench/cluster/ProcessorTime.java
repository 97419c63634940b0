package dev.langevin.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor time that a process has taken so far, in user and in system mode.
 *
 * @param seconds of all threads
 * @param compilers of these, the threads that turn bytecode into machine code: they end their work
 *     once a process has gone on for a while
 */
public record ProcessorTime(double seconds, double compilers) {
  /** A processor's share of a second, as Linux counts. */
  private static final double TICKS = 100;

  /** Counted from the one behind the name. */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  /** As Linux cuts it off. */
  private static final String COMPILER = " CompilerThre";

  /**
   * Reads {@code /proc}.
   *
   * @throws IllegalStateException if there is no such process, or no such folder
   */
  static ProcessorTime of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      double compilers = 0;
      for (Path thread : threads.toList()) {
        compilers += compiler(thread);
      }
      return new ProcessorTime(seconds(process), compilers);
    } catch (IOException e) {
      throw new IllegalStateException(process + ": it can't be read", e);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(process + ": it can't be read", e.getCause());
    }
  }

  /** What was taken since then. */
  public ProcessorTime since(ProcessorTime before) {
    return new ProcessorTime(seconds - before.seconds, compilers - before.compilers);
  }

  /** Of the threads that do the process' own work. */
  public double work() {
    return seconds - compilers;
  }

  private static double compiler(Path thread) throws IOException {
    try {
      boolean compiles = Files.readString(thread.resolve("comm")).contains(COMPILER);
      return compiles ? seconds(thread) : 0;
    } catch (NoSuchFileException e) {
      return 0; // it has just ended
    }
  }

  private static double seconds(Path of) throws IOException {
    String stat = Files.readString(of.resolve("stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME));
    return ticks / TICKS;
  }
}
