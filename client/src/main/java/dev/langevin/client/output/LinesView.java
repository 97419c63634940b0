package dev.langevin.client.output;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;

/**
 * Plain lines for logs and pipes: one for every change of state, one for every tenth of the way.
 */
final class LinesView implements View {
  private static final int TENTHS = 10;

  private final Terminal terminal;
  private String stage = "";
  private Generation.State state = Generation.State.STATE_UNSPECIFIED;
  private int tenth;
  private boolean closed;

  LinesView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void stage(String what) {
    if (!what.equals(stage) && !closed) {
      stage = what;
      terminal.err().println(what);
    }
  }

  @Override
  public synchronized void state(Generation generation) {
    if (generation.getState() != state && !closed) {
      state = generation.getState();
      int place = generation.getQueuePlace();
      terminal
          .err()
          .println(
              Text.state(state)
                  + " "
                  + generation.getId()
                  + (place > 0 ? ", " + Text.place(place) : ""));
    }
    progress(generation.getProgress());
  }

  @Override
  public synchronized void progress(Progress progress) {
    int steps = progress.getSteps();
    int reached = steps == 0 ? 0 : (int) ((long) progress.getStep() * TENTHS / steps);
    if (reached > tenth && !closed) {
      tenth = reached;
      terminal.err().println("step " + progress.getStep() + " of " + steps);
    }
  }

  @Override
  public synchronized void batch(Batch batch) {
    int all = batch.getLines() - batch.getSkipped();
    int ended = Text.ended(batch);
    int reached = all == 0 ? 0 : (int) ((long) ended * TENTHS / all);
    if (reached > tenth && !closed) {
      tenth = reached;
      terminal.err().println("line " + ended + " of " + all);
    }
  }

  @Override
  public void note(String text) {
    terminal.err().println("note: " + text);
  }

  @Override
  public void clear() {}

  @Override
  public synchronized void close() {
    closed = true;
  }
}
