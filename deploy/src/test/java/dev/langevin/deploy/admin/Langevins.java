package dev.langevin.deploy.admin;

import dev.langevin.client.Context;
import dev.langevin.client.Environment;
import dev.langevin.client.Interruption;
import dev.langevin.client.Langevin;
import dev.langevin.client.output.Terminal;
import dev.langevin.deploy.LocalSystem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The command as a script runs it, without a terminal. */
final class Langevins {
  /** What it said, and how it ended. */
  record Result(int code, String out, String err) {}

  private Langevins() {}

  static Result run(String... args) {
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
    Context context =
        new Context(
            new Environment(Map.of(), Path.of(".")),
            terminal,
            new LocalSystem(Map.of()),
            new Interruption());
    int code = Langevin.run(args, context);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
