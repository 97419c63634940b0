package dev.langevin.bench.fuzz.kit;

/**
 * An input that a target does not stand.
 *
 * @param input the input; empty where it is not one input's doing
 * @param what happened, on one line
 * @param details a stack trace; may be empty
 */
public record Finding(byte[] input, String what, String details) {
  private static final String OURS = "    at dev.langevin.";
  private static final int SHOWN = 40;

  /** What findings of one cause have in common: the kind of failure, and where in our code. */
  String cause() {
    String kind = what.split("[: 0-9]", 2)[0];
    return kind + details.lines().filter(line -> line.startsWith(OURS)).findFirst().orElse("");
  }

  static Finding of(byte[] input, String what, Throwable cause) {
    StringBuilder trace = new StringBuilder();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      trace.append(at).append('\n').append(lines(at.getStackTrace()));
    }
    return new Finding(input, what, trace.toString());
  }

  static Finding of(byte[] input, String what, StackTraceElement[] stack) {
    return new Finding(input, what, lines(stack));
  }

  private static String lines(StackTraceElement[] stack) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < Math.min(stack.length, SHOWN); i++) {
      lines.append("    at ").append(stack[i]).append('\n');
    }
    return lines.toString();
  }
}
