package dev.langevin.deploy;

import dev.langevin.client.Interruption;
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

  /** The models of the checkout that the tests run in. */
  static Path checkedOutModels() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("models").resolve("storybook"))) {
      folder = folder.getParent();
    }
    return folder.resolve("models");
  }

  Langevins.Result run(String... args) {
    return run(new Interruption(), args);
  }

  Langevins.Result run(Interruption interruption, String... args) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("LANGEVIN_DATA", data.toString());
    variables.put("LANGEVIN_MODELS", models.toString());
    return Langevins.run(variables, models, interruption, args);
  }
}
