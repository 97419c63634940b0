package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.WeightedPrompt;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  @TempDir Path home;
  private FakeGenerations server;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGenerations();
    shell = new Shell(home, Shell.NONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Result generate(String... more) {
    return shell.run(
        Stream.concat(Stream.of("generate", "--server", server.address()), Stream.of(more))
            .toArray(String[]::new));
  }

  private Path file(String name) {
    return home.resolve(name);
  }

  @Test
  void generate_prompt_writesThePictureAndSaysWhatItIs() {
    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isZero();
    assertThat(file("boat.png")).hasBinaryContent(FakeGenerations.picture(0));
    assertThat(result.out()).contains("boat.png  seed 0").contains("generation g1, ");
    assertThat(result.err()).contains("queued g1").contains("step 2 of 20").contains("step 20");
  }

  @Test
  void generate_filmStrip_isFetchedBesideThePictures() {
    Shell.Result result =
        generate(
            "a boat", "--count=2", "-o" + file("boat.png"), "--film-strip=" + file("film.png"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(file("film.png")).hasBinaryContent(FakeGenerations.picture(2));
    assertThat(file("boat-2.png")).hasBinaryContent(FakeGenerations.picture(1));
    assertThat(result.err()).contains("the film strip is in " + file("film.png"));
  }

  @Test
  void generate_onlyAPrompt_leavesTheRestToTheServer() {
    generate("a boat", "-o", file("boat.png").toString());

    assertThat(server.asked.get(0).getGeneration())
        .isEqualTo(GenerationRequest.newBuilder().setPrompt("a boat").build());
    assertThat(server.asked.get(0).getRequestId()).startsWith("cli-");
  }

  @Test
  void generate_everyOption_isInTheRequest() {
    GenerationRequest.Builder expected =
        GenerationRequest.newBuilder()
            .setPrompt("a boat")
            .setNegativePrompt("fog")
            .setModel("storybook")
            .setSteps(7)
            .setGuidanceScale(2.5)
            .setSampler("euler_a")
            .setSeed((int) 4294967295L)
            .setCount(2)
            .setPriority(Priority.PRIORITY_BATCH)
            .putAllLabels(Map.of("a", "1", "b", "x=y"));
    expected.getSizeBuilder().setWidth(64).setHeight(32);
    expected.getDeadlineBuilder().setSeconds(600);

    generate(
        "--negative",
        "fog",
        "a boat",
        "--model=storybook",
        "--size=64x32",
        "--steps=7",
        "--guidance=2.5",
        "--sampler=euler_a",
        "--seed=4294967295",
        "--count=2",
        "--priority=batch",
        "--deadline=10m",
        "--label=a=1",
        "--label=b=x=y",
        "--request-id=mine",
        "-o",
        file("boat.png").toString());

    assertThat(server.asked.get(0).getGeneration()).isEqualTo(expected.build());
    assertThat(server.asked.get(0).getRequestId()).isEqualTo("mine");
  }

  @Test
  void generate_textsThatLookLikeOptions_areTakenAsTheyAre() {
    generate(
        "--negative=-night",
        "--guidance-method=negatives",
        "--also-not=--fog:2",
        "--also-not=-o:1",
        "-o",
        file("boat.png").toString(),
        "--",
        "-a boat");

    GenerationRequest asked = server.asked.getFirst().getGeneration();
    assertThat(asked.getPrompt()).isEqualTo("-a boat");
    assertThat(asked.getNegativePrompt()).isEqualTo("-night");
    assertThat(asked.getGuidanceOptions().getNegativesList())
        .extracting(WeightedPrompt::getPrompt)
        .containsExactly("--fog", "-o");
  }

  @Test
  void generate_severalByStream_numbersTheFiles() {
    server.inline = false;

    Shell.Result result = generate("a boat", "--count", "3", "-o", file("boat.png").toString());

    assertThat(result.code()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(file("boat-" + (i + 1) + ".png")).hasBinaryContent(FakeGenerations.picture(i));
    }
    assertThat(file("boat.png")).doesNotExist();
  }

  @Test
  void generate_json_printsTheResourceAlone() {
    Shell.Result result = generate("a boat", "--json", "-o", file("boat.png").toString());

    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.get("id").getAsString()).isEqualTo("g1");
    assertThat(json.get("state").getAsString()).isEqualTo("STATE_SUCCEEDED");
    JsonObject artifact = json.getAsJsonArray("artifacts").get(0).getAsJsonObject();
    assertThat(artifact.keySet())
        .contains("name", "mediaType", "sizeBytes", "sha256", "seed", "index");
    assertThat(artifact.get("seed").getAsInt()).isZero();
  }

  @Test
  void generate_damagedPicture_leavesNoFile() throws IOException {
    server.damaged = true;

    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("SHA-256");
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void generate_failedJob_isExitCodeOneWithTheReason() {
    server.end = Generation.State.STATE_FAILED;

    Shell.Result result = generate("a boat", "--json", "-o", file("boat.png").toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("MODEL_OUTPUT_NOT_FINITE: NaN at step 3");
    assertThat(result.out()).contains("STATE_FAILED");
  }

  @Test
  void generate_cancelledElsewhere_isExitCodeFive() {
    server.end = Generation.State.STATE_CANCELLED;

    assertThat(generate("a boat", "-o", file("boat.png").toString()).code()).isEqualTo(5);
  }

  @Test
  void generate_filtered_isExitCodeEightAndSaysWhy() {
    server.end = Generation.State.STATE_FILTERED;
    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isEqualTo(8);
    assertThat(result.err()).contains("was filtered: the checker flagged image 0 of 1");
    assertThat(file("boat.png")).doesNotExist();
  }

  @Test
  void generate_interrupted_cancelsTheJob() throws Exception {
    server.running = new CountDownLatch(1);

    CompletableFuture<Shell.Result> result =
        CompletableFuture.supplyAsync(() -> generate("a boat", "-o", file("boat.png").toString()));
    server.running.await();
    shell.interruption.interrupt();

    assertThat(result.get().code()).isEqualTo(130);
    assertThat(result.get().err()).containsOnlyOnce("cancelled g1");
    assertThat(server.cancelled).containsExactly("g1");
  }

  @Test
  void generate_connectionLost_asksAgainWithTheSameId() {
    server.lost = 1;

    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isZero();
    assertThat(server.asked).hasSize(2);
    assertThat(server.asked.get(0)).isEqualTo(server.asked.get(1));
  }

  @Test
  void generate_nobodyThere_isExitCodeFour() {
    server.close();

    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("no answer from " + server.address());
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT,2",
    "NOT_FOUND,3",
    "RESOURCE_EXHAUSTED,4",
    "ALREADY_EXISTS,6",
    "INTERNAL,1"
  })
  void generate_refused_tellsWhyWithTheCodesNumber(Status.Code code, int number) {
    server.refusal = code.toStatus().withDescription("sampler: nonsense is not one of ddim");

    Shell.Result result = generate("a boat", "-o", file("boat.png").toString());

    assertThat(result.code()).isEqualTo(number);
    assertThat(result.err()).contains("langevin: sampler: nonsense is not one of ddim");
    assertThat(result.out()).isEmpty();
  }
}
