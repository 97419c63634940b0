package dev.langevin.gateway.json;

/** A text is not JSON; the message says why, and at which line and column if that is known. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1L;

  private final String withinLine;

  MalformedJson(String what) {
    super(what);
    withinLine = what;
  }

  MalformedJson(String what, String line, String column) {
    super("%s at line %s, column %s".formatted(what, line, column));
    withinLine = "%s at column %s".formatted(what, column);
  }

  /** The message for a text of one line, which names the column alone. */
  public String withinLine() {
    return withinLine;
  }
}
