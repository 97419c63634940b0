package dev.langevin.bench.kit;

/**
 * Says on standard error how a benchmark goes: one line that is written again on a terminal, else
 * one now and then. Safe for several threads.
 */
public final class Progress {
  private static final long TERMINAL_MILLIS = 250;
  private static final long OTHER_MILLIS = 10_000;

  private final boolean terminal = System.getProperty("langevin.terminal", "").contains("err");
  private final String name;
  private long shown;
  private boolean open;

  /** Of the benchmark of that name. */
  public Progress(String name) {
    this.name = name;
  }

  /** What begins now. */
  public synchronized void stage(String what) {
    clear();
    System.err.println(name + ": " + what);
  }

  /** How far it is; left out if something was said just before. */
  public synchronized void at(String how) {
    long now = System.nanoTime() / 1_000_000;
    if (shown != 0 && now - shown < (terminal ? TERMINAL_MILLIS : OTHER_MILLIS)) {
      return;
    }
    shown = now;
    if (terminal) {
      System.err.print("\r\033[K" + name + ": " + how);
      open = true;
    } else {
      System.err.println(name + ": " + how);
    }
  }

  /** Nothing more is said. */
  public synchronized void clear() {
    if (open) {
      System.err.print("\r\033[K");
      open = false;
    }
  }
}
