package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.local.LocalServer.LocalServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the system starts, and how it does not. */
class StartIT {
  @TempDir Path home;

  private Command command(Path models) {
    return new Command(home.resolve("data"), models);
  }

  private Path brokenModel(String name) throws IOException {
    Path model = home.resolve("models").resolve(name);
    try (Stream<Path> files = Files.walk(Command.checkedOutModels().resolve("storybook"), 2)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy =
            model.resolve(
                Command.checkedOutModels().resolve("storybook").relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return model;
  }

  @Test
  void generate_twoAtOnceWithoutServer_shareOne() {
    Command command = command(Command.checkedOutModels());

    var results =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            command.run(
                                "generate", "a tree", "--steps=2", "-o" + home.resolve(i + ".png")),
                        Thread::startVirtualThread))
            .toList();

    for (CompletableFuture<Langevins.Result> result : results) {
      assertThat(result.join().code()).as(result.join().err()).isZero();
    }
    assertThat(home.resolve("0.png")).exists();
    assertThat(home.resolve("1.png")).exists();
    assertThat(home.resolve("data/server.address")).doesNotExist();
  }

  @Test
  void serve_portInUse_namesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Langevins.Result result =
          command(Command.checkedOutModels()).run("serve", "--port=" + taken.getLocalPort());

      assertThat(result.code()).isEqualTo(4);
      assertThat(result.err()).contains("port " + taken.getLocalPort()).contains("--port");
    }
  }

  @Test
  void serve_noModels_namesTheDirectory() {
    Path nowhere = home.resolve("nowhere");

    Langevins.Result result = command(nowhere).run("serve", "--port=0");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains(nowhere.toString());
  }

  @Test
  void generate_truncatedNetworkAlone_namesTheFile() throws IOException {
    Path network = brokenModel("storybook").resolve("unet/model.onnx");
    Files.write(network, new byte[] {8, 7, 18});

    Langevins.Result result = command(home.resolve("models")).run("generate", "x");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("unet").contains("model.onnx");
  }

  @Test
  void generate_badJsonInAModelBesideAGoodOne_isANote() throws IOException {
    brokenModel("storybook");
    Path bad = brokenModel("torn");
    Files.writeString(bad.resolve("model_index.json"), "{\"torn");

    Langevins.Result result =
        command(home.resolve("models"))
            .run("generate", "a tree", "--steps=1", "-o" + home.resolve("x.png"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("note: model torn can't be used").contains("model_index");
  }

  @Test
  void generate_missingFile_namesIt() throws IOException {
    Path missing = brokenModel("storybook").resolve("vae_decoder/model.onnx");
    Files.delete(missing);

    Langevins.Result result = command(home.resolve("models")).run("generate", "x");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("vae_decoder").contains("model.onnx");
  }

  @Test
  void space_fullDisk_isRefusedWithFigures() {
    assertThatThrownBy(() -> Preflight.space(home, Long.MAX_VALUE))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining(home.toString())
        .hasMessageContaining("MiB left");
  }
}
