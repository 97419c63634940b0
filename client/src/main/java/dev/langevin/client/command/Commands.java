package dev.langevin.client.command;

import dev.langevin.client.Context;
import picocli.CommandLine;

/** The list of commands. */
public final class Commands {
  private Commands() {}

  /** Adds them to the root command. */
  public static void addTo(CommandLine root, Context context) {
    root.addSubcommand(new GenerateCommand(context));
    root.addSubcommand(new BatchCommand(context));
    root.addSubcommand(BatchesCommand.of(context));
    root.addSubcommand(new ServeCommand(context));
    root.addSubcommand(new ListCommand(context));
    root.addSubcommand(new GetCommand(context));
    root.addSubcommand(new WatchCommand(context));
    root.addSubcommand(new TraceCommand(context));
    root.addSubcommand(new CancelCommand(context));
    root.addSubcommand(new DeleteCommand(context));
    root.addSubcommand(
        new CommandLine(new DeadLetterCommand())
            .addSubcommand(new DeadLetterCommand.ListLetters(context))
            .addSubcommand(new DeadLetterCommand.Retry(context))
            .addSubcommand(new DeadLetterCommand.Drop(context)));
    root.addSubcommand(new ModelsCommand(context));
    root.addSubcommand(new SystemCommand(context));
    root.addSubcommand(new DoctorCommand(context));
    root.addSubcommand(new CompletionCommand(context));
    context.localServer().commands(context).forEach(root::addSubcommand);
  }
}
