package dev.langevin.client.command;

import com.google.gson.GsonBuilder;
import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.client.trace.Stages;
import dev.langevin.client.trace.Stretch;
import dev.langevin.client.trace.Timeline;
import dev.langevin.client.trace.TimelinePicture;
import dev.langevin.client.trace.TimelineText;
import dev.langevin.client.trace.TraceSource;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GetGenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows where a generation's time went. */
@Command(
    name = "trace",
    description =
        "Shows where a generation's time went: its stages, or with --traces all that was recorded.")
final class TraceCommand extends GenerationCommand {
  @Option(
      names = "--traces",
      paramLabel = "FILE|URL",
      description =
          "Where its trace is: the file of LANGEVIN_TRACES, or the address of Jaeger or Tempo, such as"
              + " http://127.0.0.1:16686. Default: the generation's own times.")
  String traces;

  @Option(names = "--all", description = "Show each evaluation, not only the first and the last.")
  boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write it as a PNG.")
  Path output;

  TraceCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    Generation generation =
        connection
            .stub()
            .getGeneration(GetGenerationRequest.newBuilder().setId(id).build())
            .getGeneration();
    reached();
    view.clear();
    List<Stretch> stretches =
        traces == null ? Stages.of(generation, Instant.now()) : recorded(generation);
    Timeline timeline = Timeline.of(stretches, all);
    if (output != null) {
      write(timeline, title(generation));
    }
    if (json) {
      context
          .terminal()
          .out()
          .println(new GsonBuilder().setPrettyPrinting().create().toJson(stretches));
      return ExitCode.OK;
    }
    context.terminal().out().println(title(generation));
    TimelineText.lines(timeline, context.terminal()).forEach(context.terminal().out()::println);
    return ExitCode.OK;
  }

  private List<Stretch> recorded(Generation generation) {
    TraceSource.Found found = TraceSource.read(traces, generation);
    if (found.unreadable() > 0) {
      context
          .terminal()
          .err()
          .printf(
              "%s: lines that can't be read, and are left out: %d%n", traces, found.unreadable());
    }
    return found.spans();
  }

  private static String title(Generation generation) {
    return "generation %s, %s%s"
        .formatted(
            generation.getId(),
            Text.state(generation.getState()),
            generation.getTraceId().isEmpty() ? "" : ", trace " + generation.getTraceId());
  }

  private void write(Timeline timeline, String title) {
    try {
      Files.write(output, TimelinePicture.png(timeline, title));
    } catch (IOException e) {
      throw CommandException.file("--output", output, "can't be written: " + e.getMessage());
    }
  }
}
