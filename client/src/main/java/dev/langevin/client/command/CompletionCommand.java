package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.completion.FishCompletion;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete the command's words. */
@Command(
    name = "completion",
    description = "Prints a script with which a shell completes commands and options.",
    footer = {
      "",
      "In ~/.bashrc or ~/.zshrc:  source <(langevin completion bash)",
      "In ~/.config/fish/config.fish:  langevin completion fish | source",
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  Shell shell;

  @Spec CommandSpec spec;

  private final Context context;

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    context
        .terminal()
        .out()
        .print(
            switch (shell) {
              case bash, zsh -> AutoComplete.bash("langevin", root); // one script knows both
              case fish -> FishCompletion.script("langevin", root);
            });
    return 0;
  }
}
