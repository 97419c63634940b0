package dev.langevin.client.command;

import dev.langevin.client.Context;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a server of this machine keeps its data and finds its models. */
final class LocalOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory. Default: LANGEVIN_DATA, else langevin in the user's data folder.")
  private Path data;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Model directories of a server that is started here. Default: LANGEVIN_MODELS, else those"
              + " that came with the program.")
  private Path models;

  /** The data directory. */
  Path data(Context context) {
    return data == null ? context.environment().data() : data;
  }

  /** The folder of model directories. */
  Path models(Context context) {
    return models == null ? context.environment().models() : models;
  }
}
