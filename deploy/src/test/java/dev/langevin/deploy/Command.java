package dev.langevin.deploy;

import dev.langevin.client.Context;
import dev.langevin.client.Environment;
import dev.langevin.client.Interruption;
import dev.langevin.client.Langevin;
import dev.langevin.client.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The real command with the real system in this process, on a data directory and models of a test.
 */
record Command(Path data, Path models, Map<String, String> more) {
  /** Without more variables of the environment. */
  Command(Path data, Path models) {
    this(data, models, Map.of());
  }

  /** What it said. */
  record Result(int code, String out, String err) {}

  /** The models of the checkout that the tests run in. */
  static Path checkedOutModels() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("models").resolve("storybook"))) {
      folder = folder.getParent();
    }
    return folder.resolve("models");
  }

  Result run(String... args) {
    return run(new Interruption(), args);
  }

  Result run(Interruption interruption, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            false,
            true,
            80);
    Map<String, String> variables = new HashMap<>(more);
    variables.put("LANGEVIN_DATA", data.toString());
    variables.put("LANGEVIN_MODELS", models.toString());
    int code =
        Langevin.run(
            args,
            new Context(
                new Environment(variables, models),
                terminal,
                new LocalSystem(variables),
                interruption));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
