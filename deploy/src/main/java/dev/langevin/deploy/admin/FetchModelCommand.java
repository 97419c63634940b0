package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.output.Terminal;
import dev.langevin.runtime.model.fetch.ModelFetcher;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a model, for whoever starts a service with it. */
@Command(
    name = "fetch-model",
    description = {
      "Fetches a model directory that publish-model has published, and checks every file's SHA-256."
          + " It is there whole or not at all; one that is there already is left as it is.",
      "A fetch that broke off goes on where it was. Settings: LANGEVIN_S3_ENDPOINT and the like."
    })
final class FetchModelCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "s3://bucket/prefix, or a directory.")
  String source;

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "The model directory to make, in the directory of models.")
  Path directory;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description =
          "SHA-256 of the manifest, as publish-model printed it: this model and no other.")
  String sha256;

  private final Context context;

  FetchModelCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
      throw CommandException.invalid("sha256", sha256, "is not 64 lower-case hex digits");
    }
    if (directory.toAbsolutePath().normalize().getFileName() == null) {
      throw CommandException.invalid("DIR", directory, "has no name");
    }
    Terminal terminal = context.terminal();
    ModelFetcher.Outcome outcome =
        ModelTransfer.with(
            context,
            "SOURCE",
            source,
            depot ->
                ModelFetcher.fetch(
                    depot, directory, Optional.ofNullable(sha256), terminal.err()::println));
    terminal
        .out()
        .println(
            switch (outcome) {
              case THERE -> directory + " is there already";
              case FETCHED -> directory + " is fetched and right";
            });
    return ExitCode.OK.number();
  }
}
