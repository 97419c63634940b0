package dev.langevin.deploy;

import dev.langevin.client.Context;
import dev.langevin.client.Environment;
import dev.langevin.client.Interruption;
import dev.langevin.client.Langevin;
import dev.langevin.client.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The command as a script runs it, without a terminal. */
public final class Langevins {
  /** What it said, and how it ended. */
  public record Result(int code, String out, String err) {}

  private Langevins() {}

  /** Without variables of the environment. */
  public static Result run(String... args) {
    return run(Map.of(), Path.of("."), new Interruption(), args);
  }

  /** With these variables, in this directory. */
  static Result run(
      Map<String, String> variables, Path directory, Interruption interruption, String... args) {
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
            new Environment(variables, directory),
            terminal,
            new LocalSystem(variables),
            interruption);
    int code = Langevin.run(args, context);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
