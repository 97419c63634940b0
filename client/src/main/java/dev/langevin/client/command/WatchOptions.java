package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.output.View;
import dev.langevin.client.steps.StepFolder;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How the steps on the way to a picture are watched. */
final class WatchOptions {
  @Option(
      names = "--watch-steps",
      paramLabel = "DIR",
      description =
          "Write a picture of every step's estimate to DIR/step-001.png and so on, and an animated"
              + " one of them all to DIR/denoising.png.")
  Path steps;

  @Option(
      names = "--previews",
      paramLabel = "METHOD",
      description =
          "How pictures of steps are made: decoder (default), or linear, which takes no time and is"
              + " coarse.")
  String method;

  private StepFolder folder;

  /** Makes the folder ready, and lets the request ask for what goes there. */
  void prepare(GenerationRequest.Builder request) {
    PreviewOptions.Method how = method(method);
    if (steps != null) {
      folder = StepFolder.of(steps);
      request.getPreviewsBuilder().setMethod(how);
    }
  }

  /** Takes what came. */
  void progress(Progress progress) {
    if (folder != null && !progress.getPreview().isEmpty()) {
      folder.write(progress);
    }
  }

  /**
   * Makes of the steps what can be made once their picture is there.
   *
   * @param view is told when some did not come
   */
  void finish(List<Path> pictures, int allSteps, View view) {
    if (folder == null) {
      return;
    }
    if (folder.steps() < allSteps) {
      view.note("pictures of %d of %d steps came".formatted(folder.steps(), allSteps));
    }
    view.note("the steps are in " + folder.animate(pictures.getFirst()));
  }

  private static PreviewOptions.Method method(String text) {
    return switch (text == null ? "decoder" : text.toLowerCase(Locale.ROOT)) {
      case "decoder" -> PreviewOptions.Method.METHOD_DECODER;
      case "linear" -> PreviewOptions.Method.METHOD_LINEAR;
      default -> throw CommandException.invalid("previews", text, "is not decoder or linear");
    };
  }
}
