package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.output.View;
import dev.langevin.client.show.Canvas;
import dev.langevin.client.show.Manner;
import dev.langevin.v1.Progress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and how pictures are shown in the terminal. */
final class ShowOption {
  /** A terminal far away takes no more pictures than that. */
  private static final long BETWEEN_NANOS = 100_000_000;

  @Option(
      names = "--show",
      completionCandidates = Choices.Shows.class,
      paramLabel = "HOW",
      description =
          "Show the picture, of several the first, in the terminal as it emerges: auto (default;"
              + " where the terminal is known to show pictures or 24-bit colours), never, kitty,"
              + " iterm, sixel or blocks. Only where a person sees the output.")
  String show = "auto";

  private long seen = System.nanoTime() - BETWEEN_NANOS;

  /** Shows a preview, unless one was shown a moment ago. */
  void preview(Progress progress, View view) {
    long now = System.nanoTime();
    if (!progress.getPreview().isEmpty() && now - seen >= BETWEEN_NANOS) {
      seen = now;
      view.picture(progress.getPreview().toByteArray());
    }
  }

  /**
   * Where to show them, if anywhere.
   *
   * @param silent whether the command was told to say nothing
   */
  Optional<Canvas> canvas(Context context, boolean silent) {
    return Manner.of(show, context.terminal(), context.environment().variables())
        .filter(manner -> !silent)
        .map(manner -> Canvas.of(manner, context.terminal()));
  }
}
