package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.View;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Parameters;

/**
 * A command that does the same to several generations. One that can't be does not keep it from the
 * others; the first such failure is the exit code.
 */
abstract class GenerationsCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of generations.")
  List<String> ids;

  private final Deque<String> left = new ArrayDeque<>();
  private ExitCode worst = ExitCode.OK;

  GenerationsCommand(Context context) {
    super(context);
  }

  @Override
  final void prepare() {
    ids.forEach(Checks::id);
    left.addAll(ids);
  }

  /** Does it to one of them; gives what --json prints. */
  abstract Generation apply(GenerationServiceBlockingStub stub, String id);

  /** What is said about one that it was done to. */
  abstract String told(String id, Generation result);

  /** After a lost connection it goes on with the one that was under way. */
  @Override
  final ExitCode run(Connection connection, View view) {
    while (!left.isEmpty()) {
      String id = left.peek();
      try {
        Generation result = apply(connection.stub(), id);
        view.clear();
        context.terminal().out().println(json ? Json.of(result) : told(id, result));
      } catch (StatusRuntimeException e) {
        if (!aboutOne(e.getStatus().getCode())) {
          throw e;
        }
        failed(view, CommandException.call(connection.address(), e));
      } catch (CommandException e) {
        failed(view, e);
      }
      reached();
      left.remove();
    }
    return worst;
  }

  private void failed(View view, CommandException e) {
    view.clear();
    context.terminal().err().println("langevin: " + e.getMessage());
    worst = worst == ExitCode.OK ? e.code() : worst;
  }

  /** Whether the answer is about this generation alone. */
  private static boolean aboutOne(Status.Code code) {
    return code == Status.Code.NOT_FOUND
        || code == Status.Code.FAILED_PRECONDITION
        || code == Status.Code.INVALID_ARGUMENT;
  }
}
