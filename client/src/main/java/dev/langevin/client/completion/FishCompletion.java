package dev.langevin.client.completion;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script for the fish shell: a line for each command and each option. */
public final class FishCompletion {
  private FishCompletion() {}

  /**
   * The script.
   *
   * @param name what the program is called by
   */
  public static String script(String name, CommandLine root) {
    StringBuilder text = new StringBuilder();
    options(text, name, "__fish_use_subcommand", root.getCommandSpec());
    root.getSubcommands()
        .forEach(
            (word, command) -> {
              text.append(
                  "complete -c %s -f -n __fish_use_subcommand -a %s -d %s\n"
                      .formatted(name, word, quoted(description(command.getCommandSpec()))));
              String within = "'__fish_seen_subcommand_from " + word + "'";
              options(text, name, within, command.getCommandSpec());
              command
                  .getSubcommands()
                  .forEach(
                      (inner, sub) -> {
                        text.append(
                            "complete -c %s -f -n %s -a %s -d %s\n"
                                .formatted(
                                    name,
                                    within,
                                    inner,
                                    quoted(description(sub.getCommandSpec()))));
                        options(
                            text,
                            name,
                            "'__fish_seen_subcommand_from " + inner + "'",
                            sub.getCommandSpec());
                      });
            });
    return text.toString();
  }

  private static void options(StringBuilder text, String name, String when, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (option.hidden()) {
        continue;
      }
      text.append("complete -c ").append(name).append(" -n ").append(when);
      for (String form : option.names()) {
        text.append(form.startsWith("--") ? " -l " : " -s ").append(form.replaceFirst("^-+", ""));
      }
      if (option.arity().max() > 0) {
        text.append(" -r");
      }
      if (option.completionCandidates() != null) {
        text.append(" -f -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
      String[] description = option.description();
      text.append(" -d ").append(quoted(description.length == 0 ? "" : description[0]));
      text.append('\n');
    }
  }

  private static String description(CommandSpec command) {
    String[] description = command.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
