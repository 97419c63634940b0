package dev.langevin.client.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.CommandException;
import dev.langevin.client.output.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannerTest {
  @ParameterizedTest
  @CsvSource({
    "TERM=xterm-kitty, KITTY",
    "TERM=xterm-ghostty, KITTY",
    "TERM=xterm-256color TERM_PROGRAM=ghostty, KITTY",
    "TERM=xterm-256color TERM_PROGRAM=iTerm.app COLORTERM=truecolor, ITERM",
    "TERM=xterm-256color TERM_PROGRAM=WezTerm, ITERM",
    "TERM=xterm-256color LC_TERMINAL=iTerm2, ITERM",
    "TERM=foot COLORTERM=truecolor, SIXEL",
    "TERM=xterm-256color COLORTERM=truecolor, BLOCKS",
    "TERM=xterm-256color COLORTERM=24bit, BLOCKS",
    "TERM=tmux-256color TERM_PROGRAM=iTerm.app COLORTERM=truecolor, BLOCKS",
    "TERM=xterm-kitty TMUX=/tmp/tmux, ",
    "TERM=xterm-256color, ",
    "TERM=footloose, ",
    "TERM=linux, "
  })
  void of_auto_isWhatTheTerminalIsKnownToShow(String variables, Manner expected) {
    Map<String, String> environment =
        Arrays.stream(variables.split(" "))
            .map(v -> v.split("="))
            .collect(Collectors.toMap(v -> v[0], v -> v[1]));

    assertThat(Manner.of("auto", terminal(true, true), environment))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void of_outputIsNoTerminal_nothingWhateverWasAsked() {
    Map<String, String> kitty = Map.of("TERM", "xterm-kitty");

    assertThat(Manner.of("auto", terminal(true, false), kitty)).isEmpty();
    assertThat(Manner.of("auto", terminal(false, true), kitty)).isEmpty();
    assertThat(Manner.of("kitty", terminal(true, false), kitty)).isEmpty();
  }

  @Test
  void of_named_isThatOneEvenWhereItIsNotKnown() {
    assertThat(Manner.of("Sixel", terminal(true, true), Map.of())).contains(Manner.SIXEL);
    assertThat(Manner.of("never", terminal(true, true), Map.of("TERM", "xterm-kitty"))).isEmpty();
  }

  @Test
  void of_unknownName_isRefused() {
    assertThatThrownBy(() -> Manner.of("tty", terminal(true, true), Map.of()))
        .isInstanceOf(CommandException.class)
        .hasMessage("show: tty is not auto, never, kitty, iterm, sixel or blocks");
  }

  private static Terminal terminal(boolean err, boolean out) {
    PrintStream none = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(none, none, err, err, out, out, true, 80);
  }
}
