package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before anything is sent: exit code 2, and a message that names it. */
class BadInputTest {
  @TempDir Path home;

  static Stream<Arguments> refusals() {
    return Stream.of(
        row("prompt: \"\" is blank", "generate", ""),
        row("prompt: \"  \" is blank", "generate", "  "),
        row("prompt: 10001 characters are more than 10000", "generate", "x".repeat(10_001)),
        row("a PROMPT is needed", "generate"),
        row("stands in quotes", "generate", "a", "boat"),
        row("steps: 0 is not in 1..1000", "generate", "a boat", "--steps", "0"),
        row("steps: 1000000 is not in 1..1000", "generate", "a boat", "--steps", "1000000"),
        row("steps: -1 is not in 1..1000", "generate", "a boat", "--steps=-1"),
        row("'many' is not a long", "generate", "a boat", "--steps", "many"),
        row("guidance: NaN is not in 1..100", "generate", "a boat", "--guidance", "NaN"),
        row("guidance: Infinity is not in 1..100", "generate", "a boat", "-g", "Infinity"),
        row("guidance: 0.5 is not in 1..100", "generate", "a boat", "-g", "0.5"),
        row("count: 0 is not in 1..16", "generate", "a boat", "--count", "0"),
        row("count: 1000000 is not in 1..16", "generate", "a boat", "--count", "1000000"),
        row("seed: -1 is not in 0..4294967295", "generate", "a boat", "--seed=-1"),
        row("seed: 4294967296 is not in", "generate", "a boat", "--seed", "4294967296"),
        row("size: 64 is not WIDTHxHEIGHT", "generate", "a boat", "--size", "64"),
        row("size: 0x64 is not WIDTHxHEIGHT", "generate", "a boat", "--size", "0x64"),
        row("deadline: 7d is not in 1s..6d", "generate", "a boat", "--deadline", "7d"),
        row("deadline: soon is not in 1s..6d", "generate", "a boat", "--deadline", "soon"),
        row("prompt syntax: sd is not plain,", "generate", "a", "--prompt-syntax", "sd"),
        row("clip skip: 0 is not 1 or more", "generate", "a boat", "--clip-skip", "0"),
        row("clip skip: -1 is not 1 or more", "generate", "a boat", "--clip-skip=-1"),
        row("'4294967297' is not an int", "generate", "x", "--clip-skip", "4294967297"),
        row("priority: high is not interactive or", "generate", "a boat", "--priority", "high"),
        row("model: \"\" is blank", "generate", "a boat", "--model", ""),
        row("--label", "generate", "a boat", "--label", "nothing"),
        row("request id: \"a b\" is not", "generate", "a boat", "--request-id", "a b"),
        row("Unknown options: '--stepz'", "generate", "a boat", "--stepz", "3"),
        row("--server: nowhere is not HOST:PORT", "generate", "a boat", "--server", "nowhere"),
        row("port of 1..65535", "generate", "a boat", "--server", "localhost:70000"),
        row("noise: tpu is not cpu or cuda", "generate", "x", "--noise", "tpu"),
        row("guidance interval: 5 is not LOW:HIGH", "generate", "x", "--guidance-interval", "5"),
        row("guidance rescale: 2.0 is not in 0..1", "generate", "x", "--guidance-rescale", "2"),
        row("--from: none.png does not exist", "generate", "--from", "none.png"),
        row("there is no folder", "generate", "a boat", "-o", "missing/boat.png"),
        row("port: 70000 is not in 0..65535", "serve", "--port", "70000"),
        row("limit: 0 is not in 1..100000", "list", "--limit", "0"),
        row("state: lost is not queued", "list", "--state", "lost"),
        row("id: \"\" is not the id", "get", ""),
        row("Missing required parameter: 'ID'", "cancel"),
        row("Missing required parameter: 'ID'", "delete"),
        row("Missing required parameter: 'ID'", "dead-letter", "retry"),
        row("id: \"\" is not the id", "dead-letter", "drop", "g1", ""),
        row("limit: 0 is not in 1..100000", "dead-letter", "list", "-l", "0"),
        row("a COMMAND is needed: list, retry or drop", "dead-letter"),
        row("Unmatched argument", "draw"),
        row("a COMMAND is needed"));
  }

  private static Arguments row(String message, String... args) {
    return Arguments.of(message, args);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void run_badInput_isRefusedByName(String message, String[] args) {
    Shell.Result result = new Shell(home, Shell.NONE).run(args);

    assertThat(result.err()).startsWith("langevin: ").contains(message);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void generate_outputIsADirectory_asksNobody() throws IOException {
    try (FakeGenerations server = new FakeGenerations()) {
      Shell.Result result =
          new Shell(home, Shell.NONE)
              .run("generate", "x", "--server", server.address(), "-o", home.toString());

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("--output: " + home + " is a directory");
      assertThat(server.asked).isEmpty();
    }
  }

  @Test
  void generate_fromATextFile_saysSo() throws IOException {
    Path file = Files.writeString(home.resolve("no.png"), "not a picture");

    Shell.Result result = new Shell(home, Shell.NONE).run("generate", "--from", file.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--from: " + file + " is not a PNG file");
  }

  @Test
  void generate_dataDirectoryIsAFile_isExitCodeFour() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "x");

    Shell.Result result =
        new Shell(home, Shell.NONE)
            .run(
                "generate", "x", "--data", file.toString(), "-o", home.resolve("x.png").toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("data directory " + file + " can't be written to");
  }
}
