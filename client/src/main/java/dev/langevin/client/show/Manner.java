package dev.langevin.client.show;

import dev.langevin.client.CommandException;
import dev.langevin.client.output.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a terminal shows pictures. */
public enum Manner {
  /** The graphics protocol of kitty, which others know, too. */
  KITTY,
  /** The inline images of iTerm2. */
  ITERM,
  /** The sixels of the VT340. */
  SIXEL,
  /** Half blocks in 24-bit colours: two pixels for each character. */
  BLOCKS;

  private static final String OPTION = "show";

  /**
   * What was asked for, or what the terminal is known to understand. Nothing is asked of the
   * terminal itself: one that does not know the question would show it.
   *
   * @param asked auto, never or the name of a manner
   * @param environment the process's variables
   * @return empty where no picture is to be shown: always if a person sees no terminal
   */
  public static Optional<Manner> of(
      String asked, Terminal terminal, Map<String, String> environment) {
    Optional<Manner> manner =
        switch (asked.toLowerCase(Locale.ROOT)) {
          case "auto" -> detected(terminal, environment);
          case "never" -> Optional.empty();
          case "kitty" -> Optional.of(KITTY);
          case "iterm" -> Optional.of(ITERM);
          case "sixel" -> Optional.of(SIXEL);
          case "blocks" -> Optional.of(BLOCKS);
          default ->
              throw CommandException.invalid(
                  OPTION, asked, "is not auto, never, kitty, iterm, sixel or blocks");
        };
    return manner.filter(m -> terminal.interactive() && terminal.outTerminal());
  }

  private static Optional<Manner> detected(Terminal terminal, Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    String program = environment.getOrDefault("TERM_PROGRAM", "");
    boolean colours =
        terminal.colour()
            && terminal.unicode()
            && environment.getOrDefault("COLORTERM", "").matches("truecolor|24bit");
    Optional<Manner> blocks = colours ? Optional.of(BLOCKS) : Optional.empty();
    if (environment.containsKey("TMUX") || term.startsWith("screen") || term.startsWith("tmux")) {
      return blocks; // in between, graphics get lost
    }
    if (term.contains("kitty") || term.contains("ghostty") || program.equals("ghostty")) {
      return Optional.of(KITTY);
    }
    if (program.equals("iTerm.app")
        || program.equals("WezTerm")
        || program.equals("mintty")
        || environment.getOrDefault("LC_TERMINAL", "").equals("iTerm2")) {
      return Optional.of(ITERM);
    }
    if (term.equals("foot") || term.startsWith("foot-") || term.startsWith("mlterm")) {
      return Optional.of(SIXEL);
    }
    return blocks;
  }
}
