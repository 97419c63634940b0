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
import picocli.CommandLine;

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
    int code = Langevin.run(args, context(variables, directory, interruption, out, err));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /**
   * What arguments mean to the command, without running it.
   *
   * @throws CommandLine.ParameterException if it does not take them
   */
  public static CommandLine.ParseResult parse(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Context context = context(Map.of(), Path.of("."), new Interruption(), out, out);
    return Langevin.command(context).setExpandAtFiles(false).parseArgs(args);
  }

  private static Context context(
      Map<String, String> variables,
      Path directory,
      Interruption interruption,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err) {
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
    return new Context(
        new Environment(variables, directory), terminal, new LocalSystem(variables), interruption);
  }
}
