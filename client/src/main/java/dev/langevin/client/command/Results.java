package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Terminal;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Says how a generation ended. */
record Results(Context context, boolean json, View view) {
  /** Its pictures are in {@code files}. */
  ExitCode written(Generation generation, List<Path> files, Duration time) {
    Terminal terminal = context.terminal();
    warnings(generation);
    if (json) {
      terminal.out().println(Json.of(generation));
      return ExitCode.OK;
    }
    List<Artifact> artifacts = generation.getArtifactsList();
    int width = files.stream().mapToInt(f -> f.toString().length()).max().orElse(0);
    for (int i = 0; i < files.size(); i++) {
      String file = files.get(i).toString();
      String pad = " ".repeat(width - file.length());
      String seed = Integer.toUnsignedString(artifacts.get(i).getSeed());
      terminal.out().println(bold(file) + pad + "  seed " + seed);
    }
    terminal.out().println("generation " + generation.getId() + ", " + Text.time(time));
    return ExitCode.OK;
  }

  /** It ended, and no pictures are to be written. */
  ExitCode ended(Generation generation) {
    Terminal terminal = context.terminal();
    view.clear();
    warnings(generation);
    if (json) {
      terminal.out().println(Json.of(generation));
    }
    switch (generation.getState()) {
      case STATE_SUCCEEDED -> {
        if (!json) {
          terminal.out().println("generation " + generation.getId() + " succeeded");
        }
        return ExitCode.OK;
      }
      case STATE_CANCELLED -> {
        if (context.interruption().interrupted()) {
          return ExitCode.INTERRUPTED;
        }
        terminal.err().println("langevin: generation " + generation.getId() + " was cancelled");
        return ExitCode.CANCELLED;
      }
      case STATE_FILTERED -> {
        terminal
            .err()
            .println(
                "langevin: generation "
                    + generation.getId()
                    + " was filtered: "
                    + generation.getError().getMessage());
        return ExitCode.FILTERED;
      }
      default -> {
        terminal
            .err()
            .println(
                "langevin: generation "
                    + generation.getId()
                    + " failed: "
                    + generation.getError().getReason()
                    + ": "
                    + generation.getError().getMessage());
        return ExitCode.FAILED;
      }
    }
  }

  private void warnings(Generation generation) {
    for (Warning warning : generation.getWarningsList()) {
      view.note(warning.getMessage());
    }
  }

  private String bold(String text) {
    return context.terminal().outColour() ? "\033[1m" + text + "\033[0m" : text;
  }
}
