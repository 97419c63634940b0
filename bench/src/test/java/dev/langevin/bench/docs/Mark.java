package dev.langevin.bench.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a comment before a block tells the tests. */
sealed interface Mark {
  Pattern COMMENT = Pattern.compile("<!-- ([^:]+)(?:: (.+))? -->");

  /** Nothing: commands are run, other blocks only shown. */
  record None() implements Mark {}

  /** The commands can't be run by the tests. */
  record NotRun(String reason) implements Mark {}

  /** Of the commands, only their names and options are looked at. */
  record OptionsOnly(String reason) implements Mark {}

  /** The block is what stands in a file that later commands read. */
  record InFile(String name) implements Mark {}

  /** No mark that the tests know. */
  record Unknown(String comment) implements Mark {}

  /** That of the line before a block. */
  static Mark of(String line) {
    Matcher comment = COMMENT.matcher(line);
    if (!line.startsWith("<!--")) {
      return new None();
    }
    if (!comment.matches() || comment.group(2) == null) {
      return new Unknown(line);
    }
    return switch (comment.group(1)) {
      case "not run" -> new NotRun(comment.group(2));
      case "options only" -> new OptionsOnly(comment.group(2));
      case "file" -> new InFile(comment.group(2));
      default -> new Unknown(line);
    };
  }
}
