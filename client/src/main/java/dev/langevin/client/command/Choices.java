package dev.langevin.client.command;

import java.util.ArrayList;
import java.util.List;

/** The words that an option takes, for shells that complete them. */
final class Choices {
  private Choices() {}

  /** Of {@code --show}. */
  static final class Shows extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shows() {
      super(List.of("auto", "never", "kitty", "iterm", "sixel", "blocks"));
    }
  }

  /** Of {@code --previews}. */
  static final class Methods extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Methods() {
      super(List.of("decoder", "linear"));
    }
  }

  /** Of {@code --prompt-syntax}. */
  static final class Syntaxes extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Syntaxes() {
      super(List.of("plain", "a1111", "comfy"));
    }
  }

  /** Of {@code --priority}. */
  static final class Priorities extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Priorities() {
      super(List.of("interactive", "batch"));
    }
  }
}
