package dev.langevin.client.output;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;

/** Says only what stays. */
record QuietView(Terminal terminal) implements View {
  @Override
  public void stage(String what) {}

  @Override
  public void state(Generation generation) {}

  @Override
  public void progress(Progress progress) {}

  @Override
  public void batch(Batch batch) {}

  @Override
  public void note(String text) {
    terminal.err().println("langevin: " + text);
  }

  @Override
  public void clear() {}

  @Override
  public void close() {}
}
