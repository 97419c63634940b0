package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Description;
import dev.langevin.client.output.Destination;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.View;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GetGenerationRequest;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows one generation. */
@Command(name = "get", description = "Shows a generation, and fetches its pictures with -o.")
final class GetCommand extends GenerationCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write its pictures: FILE, or FILE-1.png, FILE-2.png and so on.")
  Path output;

  GetCommand(Context context) {
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
    if (output != null) {
      if (generation.getState() != Generation.State.STATE_SUCCEEDED) {
        return new Results(context, json, view).ended(generation);
      }
      String prompt = generation.getRequest().getPrompt();
      Destination.of(output, prompt, generation.getArtifactsCount())
          .write(connection, generation, Map.of());
    }
    context
        .terminal()
        .out()
        .println(json ? Json.of(generation) : new Description(context.terminal()).of(generation));
    return ExitCode.OK;
  }
}
