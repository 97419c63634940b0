package dev.langevin.client.output;

import dev.langevin.client.show.Canvas;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import java.util.Optional;

/** Shows a person how it goes. Safe for use by several threads. */
public interface View extends AutoCloseable {
  /** Something that takes a moment, in a few words; said again it changes nothing. */
  void stage(String what);

  /** The generation's state changed. */
  void state(Generation generation);

  /** The generation came further. */
  void progress(Progress progress);

  /** A picture of how far it is, or of what was made, where it can be shown: a PNG file. */
  default void picture(byte[] png) {}

  /** A batch came further. */
  void batch(Batch batch);

  /** So many bytes have come. */
  default void fetched(long bytes) {}

  /** Something worth knowing that stays on the screen. */
  void note(String text);

  /** Makes room for output of others. */
  void clear();

  @Override
  void close();

  /** The view that suits the terminal. */
  static View of(Terminal terminal, boolean quiet) {
    if (quiet) {
      return new QuietView(terminal);
    }
    return terminal.interactive()
        ? new BarView(terminal, Optional.empty())
        : new LinesView(terminal);
  }

  /** The one for a terminal that a person sees, with pictures on this canvas. */
  static View of(Terminal terminal, Canvas canvas) {
    return new BarView(terminal, Optional.of(canvas));
  }
}
