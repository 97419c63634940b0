package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Destination;
import dev.langevin.client.output.View;
import dev.langevin.client.show.Canvas;
import dev.langevin.client.show.Viewer;
import dev.langevin.client.steps.StepFolder;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the way to a picture is watched, and the picture itself. */
final class WatchOptions {
  /** Enough for something that moves, where nobody wants every step. */
  private static final int STEPS_SEEN = 40;

  /** As many as a film strip has. */
  private static final int FRAMES = 32;

  private static final String FILM = "--film-strip";

  @Option(
      names = "--watch-steps",
      paramLabel = "DIR",
      description =
          "Write a picture of every step's estimate to DIR/step-001.png and so on, and an animated"
              + " one of them all to DIR/denoising.png.")
  Path steps;

  @Option(
      names = FILM,
      paramLabel = "FILE",
      description =
          "Write a picture of at most 32 steps' estimates, side by side, to FILE. It stays with the"
              + " generation on the server, too.")
  Path film;

  @Option(
      names = "--previews",
      completionCandidates = Choices.Methods.class,
      paramLabel = "METHOD",
      description =
          "How pictures of steps are made: linear, which takes no time and is coarse, or decoder."
              + " Default: decoder for --watch-steps and --film-strip, else linear.")
  String method;

  @Mixin ShowOption show = new ShowOption();

  @Option(
      names = "--open",
      description = "Open the picture with the desktop's viewer; of several, the first.")
  boolean open;

  private StepFolder folder;
  private Optional<Canvas> canvas = Optional.empty();

  /** Makes everything ready, and lets the request ask for what is to be seen. */
  void prepare(GenerationRequest.Builder request, Context context, boolean silent) {
    canvas = show.canvas(context, silent);
    PreviewOptions.Builder previews =
        PreviewOptions.newBuilder().setMethod(method()).setFilmStrip(film != null);
    if (film != null) {
      Destination.check(FILM, film);
    }
    if (steps != null) {
      folder = StepFolder.of(steps);
      request.setPreviews(previews);
    } else if (canvas.isPresent()) {
      request.setPreviews(previews.setSteps(STEPS_SEEN));
    } else if (film != null) {
      request.setPreviews(previews.setSteps(FRAMES));
    }
  }

  /** Where pictures are shown, if anywhere. */
  Optional<Canvas> canvas() {
    return canvas;
  }

  /** Takes what came. */
  void progress(Progress progress, View view) {
    if (folder != null && !progress.getPreview().isEmpty()) {
      folder.write(progress);
    }
    show.preview(progress, view);
  }

  /**
   * Shows the first picture, and makes of the steps what can be made once it is there.
   *
   * @param view is told when some did not come
   */
  void finish(List<Path> pictures, int allSteps, View view) {
    Path first = pictures.getFirst();
    if (canvas.isPresent()) {
      try {
        view.picture(Files.readAllBytes(first));
      } catch (IOException e) {
        throw CommandException.failed(
            first + ": can't be read again: " + CommandException.reason(e), e);
      }
    }
    if (folder != null) {
      if (folder.steps() < allSteps) {
        view.note("pictures of %d of %d steps came".formatted(folder.steps(), allSteps));
      }
      view.note("the steps are in " + folder.animate(first));
    }
  }

  /** Fetches the film strip, if it was asked for and is there; a warning says why it is not. */
  void fetchFilm(Connection connection, Generation generation, View view) {
    if (film != null && generation.hasFilmStrip()) {
      Destination.fetch(connection, generation.getFilmStrip().getArtifact(), film);
      view.note("the film strip is in " + film);
    }
  }

  /** Opens the first picture, if that was asked for; the view is told where it can't be. */
  void open(List<Path> pictures, Context context, View view) {
    if (open) {
      try {
        Viewer.of(System.getProperty("os.name"), context.environment().variables())
            .open(pictures.getFirst());
      } catch (CommandException e) {
        view.note(e.getMessage()); // there is a picture all the same
      }
    }
  }

  private PreviewOptions.Method method() {
    String standard = steps == null && film == null ? "linear" : "decoder";
    return switch ((method == null ? standard : method).toLowerCase(Locale.ROOT)) {
      case "decoder" -> PreviewOptions.Method.METHOD_DECODER;
      case "linear" -> PreviewOptions.Method.METHOD_LINEAR;
      default -> throw CommandException.invalid("previews", method, "is not decoder or linear");
    };
  }
}
