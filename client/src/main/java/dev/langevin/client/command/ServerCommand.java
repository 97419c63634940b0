package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.View;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that talks to a server. What it asks for may be asked again after a lost connection.
 */
abstract class ServerCommand implements Callable<Integer> {
  /** Enough for a server that restarts; a job's request id makes asking again harmless. */
  private static final int ATTEMPTS = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

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
  private boolean reached;

  ServerCommand(Context context) {
    this.context = context;
  }

  /** Checks what can be checked without a server. */
  void prepare() {}

  /** Does it. */
  abstract ExitCode run(Connection connection, View view);

  /** The server has answered: from now on a lost connection is worth another attempt. */
  final void reached() {
    reached = true;
  }

  @Override
  public final Integer call() {
    prepare();
    try (View view = View.of(context.terminal(), quiet)) {
      Supplier<Connection> connections = connection.connections(context, view);
      for (int attempt = 1; ; attempt++) {
        try (Connection c = connections.get()) {
          try {
            return run(c, view).number();
          } catch (StatusRuntimeException e) {
            view.clear();
            if (context.interruption().interrupted()) {
              return ExitCode.INTERRUPTED.number();
            }
            if (!lost(e.getStatus().getCode())
                || attempt == ATTEMPTS
                || !(reached || c.replaceable())) {
              throw CommandException.call(c.address(), e);
            }
            view.stage("lost the server at " + c.address() + ", trying again");
          }
        }
        pause(FIRST_PAUSE.multipliedBy(1L << attempt - 1));
      }
    }
  }

  /** A server that stops ends its streams as cancelled. */
  private static boolean lost(Status.Code code) {
    return code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED;
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
