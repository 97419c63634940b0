package dev.langevin.deploy.admin;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.output.Terminal;
import dev.langevin.runtime.model.fetch.ModelPublisher;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Publishes a model, for fetch-model. */
@Command(
    name = "publish-model",
    description = {
      "Stores a model directory where fetch-model finds it, with a manifest of every file's SHA-256,"
          + " and prints the manifest's own.",
      "Files that are there already by the manifest are not sent again."
    })
final class PublishModelCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "The model directory.")
  Path directory;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "s3://bucket/prefix, or a directory; one for each version of a model.")
  String target;

  private final Context context;

  PublishModelCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Terminal terminal = context.terminal();
    String sha256 =
        ModelTransfer.with(
            context,
            "TARGET",
            target,
            depot -> ModelPublisher.publish(directory, depot, terminal.err()::println));
    terminal.out().println(sha256);
    return ExitCode.OK.number();
  }
}
