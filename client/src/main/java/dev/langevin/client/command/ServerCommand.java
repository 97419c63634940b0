package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.Interruption;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.View;
import dev.langevin.client.retry.Retries;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that talks to a server. What it asks for may be asked again after a lost connection.
 */
abstract class ServerCommand implements Callable<Integer> {
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on standard error.")
  boolean quiet;

  @Option(
      names = "--json",
      description = "Print the result as protobuf JSON on standard output, and nothing else there.")
  boolean json;

  final Context context;
  private Retries retries;

  ServerCommand(Context context) {
    this.context = context;
  }

  /** Checks what can be checked without a server. */
  void prepare() {}

  /** What shows how it goes. */
  View view() {
    return View.of(context.terminal(), quiet);
  }

  /** Does it. */
  abstract ExitCode run(Connection connection, View view);

  /**
   * Ctrl-C between two attempts, on a thread of its own.
   *
   * @param servers where to ask, if anything has to be undone
   */
  void interruptedBetween(ConnectionOptions.Servers servers) {}

  /** The server has answered: from now on a lost connection is worth another attempt. */
  final void reached() {
    retries.reached();
  }

  @Override
  public final Integer call() {
    prepare();
    try (View view = view()) {
      ConnectionOptions.Servers servers = connection.servers(context, view);
      retries = new Retries(servers.count(), System::nanoTime, Math::random);
      while (true) {
        Retries.Next next;
        try (Connection c = servers.next()) {
          try {
            return run(c, view).number();
          } catch (StatusRuntimeException e) {
            view.clear();
            if (context.interruption().interrupted()) {
              awaitActions(); // they may need the connection
              return ExitCode.INTERRUPTED.number();
            }
            next =
                retries
                    .after(e, c.address(), c.replaceable())
                    .orElseThrow(() -> CommandException.call(c.address(), e));
            view.stage(next.why());
          }
        }
        Interruption.Registration away =
            context.interruption().on(() -> interruptedBetween(servers));
        try {
          pause(next.pause());
        } finally {
          away.close();
        }
      }
    }
  }

  private void awaitActions() {
    try {
      context.interruption().awaitActions();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted while waiting for the server", e);
    }
  }
}
