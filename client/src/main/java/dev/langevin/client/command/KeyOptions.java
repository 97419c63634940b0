package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.local.ApiKey;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * How the command signs in. A key on the command line could be read by all users of the machine.
 */
final class KeyOptions {
  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "File that holds the API key, or token, to sign in with. Default: LANGEVIN_API_KEY, which"
              + " is the key itself, else none.")
  Path file;

  /** The key that they name. */
  ApiKey key(Context context) {
    return file == null
        ? ApiKey.of("LANGEVIN_API_KEY", context.environment().apiKey())
        : ApiKey.read("--api-key-file", file);
  }
}
