package dev.langevin.client;

import dev.langevin.client.command.Commands;
import dev.langevin.client.local.LocalServer;
import dev.langevin.client.output.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code langevin} command. */
@Command(
    name = "langevin",
    description = "Makes pictures from words with diffusion models.",
    versionProvider = Langevin.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 invalid argument, 3 not found, 4 no server or not now,",
      "5 cancelled, 6 conflict, 7 something differs (a dry run's), 8 filtered, 130 interrupted.",
    })
public final class Langevin implements Runnable {
  @Spec CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private Langevin() {}

  /**
   * Runs the command and exits the process.
   *
   * @param localServer starts a server in this process when one is needed
   * @param signals hands the exit code of a signal that ends the process to the action it is given
   */
  public static void main(String[] args, LocalServer localServer, Consumer<IntConsumer> signals) {
    System.setProperty("java.awt.headless", "true"); // pictures are read, and no window is opened
    Environment environment = Environment.system();
    Interruption interruption = new Interruption();
    signals.accept(interruption::end);
    Terminal terminal = Terminal.system(environment.variables());
    int code = run(args, new Context(environment, terminal, localServer, interruption));
    while (interruption.interrupted()) {
      LockSupport.park(); // the signal's own thread ends the process, when all is said
    }
    System.exit(code);
  }

  /** Runs the command; gives its exit code. */
  public static int run(String[] args, Context context) {
    Terminal terminal = context.terminal();
    return command(context)
        .setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setExpandAtFiles(false)
        .setUsageHelpWidth(Math.min(terminal.columns(), 100))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.outColour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, arguments) -> misused(e))
        .setExecutionExceptionHandler((e, command, result) -> failed(e, terminal))
        .execute(args);
  }

  /** The command with all that are under it, for those who only want to know about them. */
  public static CommandLine command(Context context) {
    CommandLine line = new CommandLine(new Langevin());
    Commands.addTo(line, context);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a COMMAND is needed");
  }

  private static int misused(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("langevin: " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      UnmatchedArgumentException.printSuggestions(unmatched, err);
      if (!unmatched.isUnknownOption()) {
        err.println("A text of several words is one argument when it stands in quotes.");
      }
    }
    err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.INVALID.number();
  }

  private static int failed(Exception e, Terminal terminal) {
    if (e instanceof CommandException known) {
      terminal.err().println("langevin: " + known.getMessage());
      return known.code().number();
    }
    terminal.err().println("langevin: unexpected " + e);
    e.printStackTrace(terminal.err());
    return ExitCode.FAILED.number();
  }

  /** From the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Langevin.class.getPackage().getImplementationVersion();
      return new String[] {
        "langevin " + (version == null ? "(development)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
