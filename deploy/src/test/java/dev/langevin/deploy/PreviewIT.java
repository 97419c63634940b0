package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.client.Interruption;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.FilmStrip;
import dev.langevin.v1.FilmStripFrame;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import io.grpc.ManagedChannel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Previews of running jobs, through the whole system. */
class PreviewIT {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final int STEPS = 8;

  @TempDir static Path home;
  private static Command command;
  private static Interruption ctrlC;
  private static CompletableFuture<Langevins.Result> server;
  private static ManagedChannel channel;

  @BeforeAll
  static void serve() throws IOException {
    command = new Command(home.resolve("data"), Command.checkedOutModels().resolve("tiny"));
    ctrlC = new Interruption();
    server =
        CompletableFuture.supplyAsync(() -> command.run(ctrlC, "serve", "--port", "0"), THREADS);
    Path address = home.resolve("data").resolve("server.address");
    while (!Files.exists(address)) {
      assertThat(server).isNotDone();
      Thread.onSpinWait();
    }
    channel = Channels.open(Files.readString(address).strip());
    command.run("models"); // waits until there are some
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    ctrlC.interrupt();
    assertThat(server.join().code()).isZero();
  }

  /** What a watcher was told. */
  private record Told(List<Progress> progress, GenerateResponse last) {
    List<Progress> previews() {
      return progress.stream().filter(p -> !p.getPreview().isEmpty()).toList();
    }

    Generation generation() {
      return last.getGeneration();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "METHOD_LINEAR, ddim",
    "METHOD_LINEAR, heun",
    "METHOD_LINEAR, euler",
    "METHOD_DECODER, dpmpp_2m_sde"
  })
  void generate_everyStep_comesInOrderAndChangesNothing(
      PreviewOptions.Method method, String sampler) {
    GenerationRequest plain = request().setSampler(sampler).build();
    PreviewOptions options = PreviewOptions.newBuilder().setMethod(method).setNoisy(true).build();

    Told shown = generate(plain.toBuilder().setPreviews(options).build());
    Told other = generate(plain);

    assertThat(shown.previews())
        .extracting(Progress::getPreviewStep)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    assertThat(shown.progress()).extracting(Progress::getEvaluation).isSorted();
    for (Progress progress : shown.previews()) {
      BufferedImage estimate = picture(progress.getPreview());
      BufferedImage noisy = picture(progress.getNoisyPreview());
      assertThat(noisy.getWidth()).isEqualTo(estimate.getWidth()).isBetween(1, 256);
      assertThat(progress.getPreviewSigma()).isPositive();
    }
    assertThat(shown.previews())
        .extracting(p -> -p.getPreviewSigma() / p.getPreviewAlpha())
        .isSorted();
    assertThat(shown.last().getImages(0).getData()).isEqualTo(other.last().getImages(0).getData());
    assertThat(other.previews()).isEmpty();
    assertThat(shown.generation().getProgress().getPreviewStep()).isEqualTo(STEPS);
  }

  @Test
  void generate_fewerThanTheSteps_areSpreadToTheLast() {
    Told told = generate(request().setPreviews(PreviewOptions.newBuilder().setSteps(2)).build());

    assertThat(told.previews()).extracting(Progress::getPreviewStep).containsExactly(4, 8);
    assertThat(told.generation().getRequest().getPreviews())
        .isEqualTo(
            PreviewOptions.newBuilder()
                .setSteps(2)
                .setMethod(PreviewOptions.Method.METHOD_LINEAR)
                .build());
  }

  @Test
  void generate_alikeAtOnce_eachGetsWhatItAskedFor() {
    GenerationRequest plain = request().setPrompt("many alike").setSteps(30).build();
    PreviewOptions every = PreviewOptions.getDefaultInstance();
    List<CompletableFuture<Told>> running = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      GenerationRequest request = i % 2 == 0 ? plain : plain.toBuilder().setPreviews(every).build();
      running.add(CompletableFuture.supplyAsync(() -> generate(request), THREADS));
    }
    List<Told> all = running.stream().map(CompletableFuture::join).toList();

    for (int i = 0; i < all.size(); i++) {
      // One that can't be made in time is left out.
      assertThat(all.get(i).previews())
          .hasSizeBetween(i % 2 == 0 ? 0 : 20, i % 2 == 0 ? 0 : 30)
          .extracting(Progress::getPreviewStep)
          .doesNotHaveDuplicates()
          .isSorted();
      assertThat(all.get(i).last().getImages(0).getData())
          .isEqualTo(all.getFirst().last().getImages(0).getData());
    }
  }

  @Test
  void generate_filmStrip_isThePreviewsSideBySide() throws IOException {
    GenerationRequest plain = request().setPrompt("a lighthouse").build();
    PreviewOptions.Builder options =
        PreviewOptions.newBuilder().setMethod(PreviewOptions.Method.METHOD_DECODER).setNoisy(true);
    Told told = generate(plain.toBuilder().setPreviews(options.setFilmStrip(true)).build());
    Told other = generate(plain);

    FilmStrip film = told.generation().getFilmStrip();
    assertThat(film.getFramesList())
        .extracting(FilmStripFrame::getStep)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    BufferedImage strip = picture(artifact(film.getArtifact()));
    int width = film.getFrame().getWidth();
    int height = film.getFrame().getHeight();
    assertThat(strip.getWidth()).isEqualTo(STEPS * width);
    assertThat(strip.getHeight()).isEqualTo(2 * height);
    for (int i = 0; i < STEPS; i++) {
      Progress preview = told.previews().get(i);
      assertThat(film.getFrames(i).getSigma()).isEqualTo(preview.getPreviewSigma());
      assertThat(pixels(strip, i * width, 0, width, height))
          .isEqualTo(pixels(picture(preview.getPreview()), 0, 0, width, height));
      assertThat(pixels(strip, i * width, height, width, height))
          .isEqualTo(pixels(picture(preview.getNoisyPreview()), 0, 0, width, height));
    }
    assertThat(told.last().getImagesList()).hasSize(1);
    assertThat(told.last().getImages(0).getData()).isEqualTo(other.last().getImages(0).getData());
    assertThat(other.generation().hasFilmStrip()).isFalse();
  }

  @Test
  @Timeout(120)
  void generate_filmStripOfManySteps_hasTheFirstAndTheLastAndGoesWithTheGeneration() {
    PreviewOptions options = PreviewOptions.newBuilder().setFilmStrip(true).build();
    Told told = generate(request().setSteps(60).setPreviews(options).build());

    FilmStrip film = told.generation().getFilmStrip();
    assertThat(film.getFramesList()).hasSize(32);
    assertThat(film.getFrames(0).getStep()).isEqualTo(1);
    assertThat(film.getFrames(31).getStep()).isEqualTo(60);
    assertThat(artifact(film.getArtifact()).size()).isEqualTo(film.getArtifact().getSizeBytes());
    String name = film.getArtifact().getName();
    Path stored = command.data().resolve("artifacts").resolve(name.substring(0, 2)).resolve(name);
    assertThat(stored).exists();

    GenerationServiceGrpc.newBlockingStub(channel)
        .deleteGeneration(
            DeleteGenerationRequest.newBuilder().setId(told.generation().getId()).build());
    while (Files.exists(stored)) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> artifact(film.getArtifact())).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void filmStrip_command_writesIt() throws IOException {
    Path film = home.resolve("film.png");
    Langevins.Result result =
        command.run(
            "generate",
            "a mill",
            "--steps=" + STEPS,
            "-o" + home.resolve("mill.png"),
            "--film-strip=" + film);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("the film strip is in " + film);
    BufferedImage strip = ImageIO.read(film.toFile());
    BufferedImage picture = ImageIO.read(home.resolve("mill.png").toFile());
    assertThat(strip.getWidth()).isEqualTo(STEPS * strip.getHeight());
    assertThat(picture.getWidth()).isGreaterThanOrEqualTo(strip.getHeight());
  }

  @Test
  void watchSteps_folder_hasEveryStepAndOneThatMoves() throws IOException {
    Path steps = home.resolve("steps");
    Langevins.Result result =
        command.run(
            "generate",
            "a castle",
            "--steps=" + STEPS,
            "-o" + home.resolve("castle.png"),
            "--watch-steps=" + steps);

    assertThat(result.code()).as(result.err()).isZero();
    for (int step = 1; step <= STEPS; step++) {
      assertThat(ImageIO.read(steps.resolve("step-00" + step + ".png").toFile())).isNotNull();
    }
    BufferedImage poster = ImageIO.read(steps.resolve("denoising.png").toFile());
    BufferedImage picture = ImageIO.read(home.resolve("castle.png").toFile());
    assertThat(poster.getRGB(3, 5)).isEqualTo(picture.getRGB(3, 5));
    assertThat(result.err()).contains("the steps are in " + steps.resolve("denoising.png"));
    assertThat(command.run("generate", "x", "--watch-steps=" + steps).err())
        .contains("--watch-steps: " + steps + " holds ");
  }

  private static GenerationRequest.Builder request() {
    return GenerationRequest.newBuilder().setPrompt("a house on a hill").setSeed(3).setSteps(STEPS);
  }

  private static Told generate(GenerationRequest request) {
    List<Progress> progress = new ArrayList<>();
    GenerateResponse last = GenerateResponse.getDefaultInstance();
    var events =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    while (events.hasNext()) {
      last = events.next();
      if (last.hasProgress()) {
        progress.add(last.getProgress());
      }
    }
    assertThat(last.getGeneration().getState())
        .as("%s", last.getGeneration())
        .isEqualTo(Generation.State.STATE_SUCCEEDED);
    return new Told(progress, last);
  }

  private static ByteString artifact(Artifact artifact) {
    ByteString[] bytes = {ByteString.EMPTY};
    GenerationServiceGrpc.newBlockingStub(channel)
        .getArtifact(GetArtifactRequest.newBuilder().setName(artifact.getName()).build())
        .forEachRemaining(piece -> bytes[0] = bytes[0].concat(piece.getData()));
    return bytes[0];
  }

  private static int[] pixels(BufferedImage of, int x, int y, int width, int height) {
    return of.getRGB(x, y, width, height, null, 0, width);
  }

  private static BufferedImage picture(ByteString png) {
    try {
      BufferedImage picture = ImageIO.read(png.newInput());
      assertThat(picture).isNotNull();
      return picture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
