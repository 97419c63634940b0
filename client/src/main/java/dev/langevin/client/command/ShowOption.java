package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.show.Canvas;
import dev.langevin.client.show.Manner;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and how pictures are shown in the terminal. */
final class ShowOption {
  @Option(
      names = "--show",
      completionCandidates = Choices.Shows.class,
      paramLabel = "HOW",
      description =
          "Show the picture, of several the first, in the terminal as it emerges: auto (default;"
              + " where the terminal is known to show pictures or 24-bit colours), never, kitty,"
              + " iterm, sixel or blocks. Only where a person sees the output.")
  String show = "auto";

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
