package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Terminal;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.Model;
import dev.langevin.v1.Sampler;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists models. */
@Command(name = "models", description = "Lists the models and what each can do, the default first.")
final class ModelsCommand extends ServerCommand {
  @Option(
      names = "--refresh",
      description = "Look for new and changed models first, without waiting for the next scan.")
  private boolean refresh;

  ModelsCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    ListModelsResponse models =
        connection.stub().listModels(ListModelsRequest.newBuilder().setRefresh(refresh).build());
    reached();
    view.clear();
    if (json) {
      context.terminal().out().println(Json.of(models));
    } else {
      models.getModelsList().forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(Model model) {
    Terminal t = context.terminal();
    String version = model.getVersion().isEmpty() ? "" : "@" + model.getVersion();
    String title = model.getName() + version;
    t.out().println(t.outColour() ? "\033[1m" + title + "\033[0m" : title);
    if (!model.getProblem().isEmpty()) { // what else it says is not known to be so
      fact("problem", model.getProblem());
      return;
    }
    fact("", model.getDescription());
    fact(
        "sizes",
        model.getSizesList().stream().map(s -> Text.size(s, t)).collect(Collectors.joining(", "))
            + otherSizes(model));
    fact(
        "default",
        model.getDefaultSteps()
            + " steps "
            + model.getDefaultSampler()
            + ", guidance "
            + Text.number(model.getDefaultGuidanceScale()));
    fact(
        "limits",
        model.getMaxSteps()
            + " steps, "
            + model.getMaxCount()
            + " images, "
            + model.getMaxPromptTokens()
            + " tokens"
            + (model.getMaxClipSkip() > 0 ? ", clip skip " + model.getMaxClipSkip() : ""));
    fact(
        "samplers",
        model.getSamplersList().stream().map(Sampler::getName).collect(Collectors.joining(", ")));
  }

  private static String otherSizes(Model model) {
    return model.getSizeMultiple() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; multiples of %d each way up to %,d pixels in all",
            model.getSizeMultiple(),
            model.getMaxPixels());
  }

  private void fact(String name, String value) {
    if (!value.isBlank()) {
      String label = name.isEmpty() ? "" : String.format("%-9s", name);
      context.terminal().out().println("  " + label + value);
    }
  }
}
