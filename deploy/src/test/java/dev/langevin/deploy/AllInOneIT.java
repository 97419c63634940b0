package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.Interruption;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything, as a user has it: one server for all tests, used through the command. */
class AllInOneIT {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir static Path home;
  private static Command command;
  private static Interruption ctrlC;
  private static CompletableFuture<Langevins.Result> server;

  @BeforeAll
  static void serve() throws Exception {
    command = new Command(home.resolve("data"), Command.checkedOutModels());
    start();
  }

  private static void start() throws Exception {
    ctrlC = new Interruption();
    server =
        CompletableFuture.supplyAsync(() -> command.run(ctrlC, "serve", "--port", "0"), THREADS);
    // Not the lock: it stays when a server ends, and a command that came before the next server had
    // it would start one of its own.
    Path address = home.resolve("data").resolve("server.address");
    while (!Files.exists(address)) {
      assertThat(server).isNotDone();
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    ctrlC.interrupt();
    assertThat(server.join().code()).isZero();
  }

  private static JsonObject generate(String name, String... more) {
    Langevins.Result result =
        command.run(
            Stream.concat(
                    Stream.of("generate", "--json", "-o", home.resolve(name).toString()),
                    Stream.of(more))
                .toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  private static String digest(JsonObject generation) {
    return generation
        .getAsJsonArray("artifacts")
        .get(0)
        .getAsJsonObject()
        .get("sha256")
        .getAsString();
  }

  @Test
  void generate_prompt_writesAPictureOfItsSize() throws IOException {
    JsonObject generation = generate("boat.png", "a red sailboat at sunset", "--steps", "4");

    BufferedImage picture = ImageIO.read(home.resolve("boat.png").toFile());
    JsonObject size = generation.getAsJsonObject("request").getAsJsonObject("size");
    assertThat(picture.getWidth()).isEqualTo(size.get("width").getAsInt());
    assertThat(picture.getHeight()).isEqualTo(size.get("height").getAsInt());
    assertThat(generation.get("state").getAsString()).isEqualTo("STATE_SUCCEEDED");
  }

  @Test
  void generate_sameSeedTwiceAndFromThePicture_isTheSameFile() throws IOException {
    String first = digest(generate("a.png", "a castle in snow", "--steps", "5", "--seed", "11"));
    String second = digest(generate("b.png", "a castle in snow", "--steps", "5", "--seed", "11"));
    String third = digest(generate("c.png", "--from", home.resolve("a.png").toString()));
    String other = digest(generate("d.png", "a castle in snow", "--steps", "5", "--seed", "12"));

    assertThat(List.of(second, third)).containsOnly(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(home.resolve("b.png")).hasSameBinaryContentAs(home.resolve("a.png"));
  }

  @Test
  void generate_twentyMixedAtOnce_areThoseMadeAlone() {
    String[] samplers = {
      "ddpm",
      "ddim",
      "euler",
      "euler_a",
      "heun",
      "dpm2_a",
      "lms",
      "pndm",
      "dpmpp_2m",
      "dpmpp_3s",
      "deis",
      "unipc",
      "sa_solver",
      "lcm",
      "tcd"
    };
    List<String[]> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(
          new String[] {
            "a house and a tree, " + i % 3,
            "--steps=" + (4 + i % 4),
            "--sampler=" + samplers[i % samplers.length],
            "--guidance=" + (1 + i % 3),
            "--seed=" + i
          });
    }
    List<CompletableFuture<String>> together = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      int n = i;
      together.add(
          CompletableFuture.supplyAsync(
              () -> digest(generate("t" + n + ".png", jobs.get(n))), THREADS));
    }
    List<String> digests = together.stream().map(CompletableFuture::join).toList();

    for (int i = 0; i < jobs.size(); i++) {
      assertThat(digest(generate("alone" + i + ".png", jobs.get(i))))
          .as(String.join(" ", jobs.get(i)))
          .isEqualTo(digests.get(i));
    }
  }

  @Test
  void generate_interrupted_isCancelled() {
    Interruption interruption = new Interruption();
    CompletableFuture<Langevins.Result> result =
        CompletableFuture.supplyAsync(
            () ->
                command.run(
                    interruption,
                    "generate",
                    "a tree",
                    "--steps=1000",
                    "--label=test=long",
                    "-o" + home.resolve("long.png")),
            THREADS);
    while (!command.run("list", "--state", "running").out().contains("a tree")) {
      assertThat(result).isNotDone();
    }
    interruption.interrupt();

    assertThat(result.join().code()).isEqualTo(130);
    assertThat(home.resolve("long.png")).doesNotExist();
    assertThat(command.run("list", "--state", "cancelled").out()).contains("a tree");
  }

  @Test
  void cancel_anEndedOne_isAConflict() {
    String id = generate("e.png", "a house", "--steps=1").get("id").getAsString();

    Langevins.Result result = command.run("cancel", id);

    assertThat(result.code()).isEqualTo(6);
    assertThat(result.err()).contains(id);
  }

  @Test
  void system_namesEveryServiceAndCountsTheirWork() {
    command.run("system"); // counts begin with a denoiser's first answer
    generate("s.png", "a house", "--steps=3");

    JsonObject system =
        JsonParser.parseString(command.run("system", "--json").out())
            .getAsJsonObject()
            .getAsJsonObject("system");
    assertThat(system.getAsJsonArray("replicas"))
        .extracting(replica -> replica.getAsJsonObject().get("kind").getAsString())
        .containsExactlyInAnyOrder(
            "KIND_GATEWAY",
            "KIND_ORCHESTRATOR",
            "KIND_DENOISER",
            "KIND_TEXT_ENCODER",
            "KIND_DECODER");
    JsonObject orchestrator = system.getAsJsonArray("replicas").get(1).getAsJsonObject();
    assertThat(orchestrator.get("name").getAsString())
        .contains("-" + ProcessHandle.current().pid() + "-");
    assertThat(orchestrator.get("interactiveSlots").getAsInt()).isPositive();
    assertThat(orchestrator.get("batchSlots").getAsInt()).isPositive();
    assertThat(command.run("system").out())
        .contains("text encoder", "interactive slots", "rows per batch", "OLDEST WAIT");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(2, "nonsense", "generate", "x", "--model", "nonsense"),
        row(2, "sampler: nonsense", "generate", "x", "--sampler", "nonsense"),
        row(2, "size: 65x64", "generate", "x", "--size", "65x64"),
        row(3, "nosuchid", "get", "nosuchid"),
        row(3, "nosuchid", "watch", "nosuchid"),
        row(3, "nosuchid", "cancel", "nosuchid"));
  }

  private static Arguments row(int code, String message, String... args) {
    return Arguments.of(code, message, args);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void run_badInput_isRefusedByName(int code, String message, String[] args) {
    String before = command.run("list", "--limit=1").out();

    Langevins.Result result = command.run(args);

    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isIn(code, code == 2 ? 3 : code);
    assertThat(result.out()).isEmpty();
    assertThat(command.run("list", "--limit=1").out().lines().skip(1).map(l -> l.split(" ")[0]))
        .containsExactlyElementsOf(before.lines().skip(1).map(l -> l.split(" ")[0]).toList());
  }

  @Test
  void serve_again_keepsGenerationsAndPictures() throws Exception {
    JsonObject generation = generate("kept.png", "a snowman", "--steps=2");
    ctrlC.interrupt();
    assertThat(server.join().code()).isZero();
    start();

    String id = generation.get("id").getAsString();
    Langevins.Result result = command.run("get", id, "-o", home.resolve("again.png").toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(home.resolve("again.png")).hasSameBinaryContentAs(home.resolve("kept.png"));
  }
}
