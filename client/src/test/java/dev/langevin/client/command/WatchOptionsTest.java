package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.Context;
import dev.langevin.client.Environment;
import dev.langevin.client.Interruption;
import dev.langevin.client.Shell;
import dev.langevin.client.output.Terminal;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.PreviewOptions.Method;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchOptionsTest {
  @TempDir Path home;

  private final WatchOptions options = new WatchOptions();

  @Test
  void prepare_nobodySeesIt_asksForNothing() {
    assertThat(prepared(false, false).hasPreviews()).isFalse();
    assertThat(prepared(true, true).hasPreviews()).isFalse();
    options.show.show = "never";
    assertThat(prepared(true, false).hasPreviews()).isFalse();
  }

  @Test
  void prepare_terminal_asksForAFewQuickOnes() {
    assertThat(prepared(true, false).getPreviews())
        .isEqualTo(
            PreviewOptions.newBuilder().setSteps(40).setMethod(Method.METHOD_LINEAR).build());
  }

  @Test
  void prepare_folder_asksForEveryStepFromTheDecoder() {
    options.steps = home.resolve("steps");

    assertThat(prepared(true, false).getPreviews())
        .isEqualTo(PreviewOptions.newBuilder().setMethod(Method.METHOD_DECODER).build());
    assertThat(options.steps).isDirectory();
  }

  @Test
  void prepare_folderAndLinear_asksForEveryStepCoarsely() {
    options.steps = home.resolve("steps");
    options.method = "LINEAR";

    assertThat(prepared(false, true).getPreviews())
        .isEqualTo(PreviewOptions.newBuilder().setMethod(Method.METHOD_LINEAR).build());
  }

  @Test
  void prepare_filmStrip_asksForAsManyStepsAsItHas() {
    options.film = home.resolve("film.png");

    assertThat(prepared(false, true).getPreviews())
        .isEqualTo(
            PreviewOptions.newBuilder()
                .setSteps(32)
                .setMethod(Method.METHOD_DECODER)
                .setFilmStrip(true)
                .build());
    options.steps = home.resolve("steps");
    assertThat(prepared(true, false).getPreviews())
        .isEqualTo(
            PreviewOptions.newBuilder()
                .setMethod(Method.METHOD_DECODER)
                .setFilmStrip(true)
                .build());
  }

  @Test
  void prepare_filmStripWhereNoneCanBe_isRefused() {
    options.film = home;

    assertThatThrownBy(() -> prepared(false, false))
        .hasMessage("--film-strip: " + home + " is a directory; name a file in it");
  }

  @Test
  void prepare_unknownMethod_isRefused() {
    options.method = "fast";

    assertThatThrownBy(() -> prepared(false, false))
        .hasMessage("previews: fast is not decoder or linear");
  }

  private GenerationRequest prepared(boolean seen, boolean silent) {
    PrintStream none = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(none, none, seen, seen, seen, seen, true, 80);
    Map<String, String> variables = Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor");
    GenerationRequest.Builder request = GenerationRequest.newBuilder();
    options.prepare(
        request,
        new Context(new Environment(variables, home), terminal, Shell.NONE, new Interruption()),
        silent);
    return request.build();
  }
}
