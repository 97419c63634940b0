package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.client.Interruption;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
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
  private static CompletableFuture<Command.Result> server;
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
      assertThat(all.get(i).previews()).hasSize(i % 2 == 0 ? 0 : 30);
      assertThat(all.get(i).last().getImages(0).getData())
          .isEqualTo(all.getFirst().last().getImages(0).getData());
    }
  }

  @Test
  void watchSteps_folder_hasEveryStepAndOneThatMoves() throws IOException {
    Path steps = home.resolve("steps");
    Command.Result result =
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
