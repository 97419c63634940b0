package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which file of keys. */
final class KeysOption {
  private static final String NAME = "--keys";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      required = true,
      description = "The file of keys; made if there is none.")
  Path file;

  List<ApiKey> load() {
    try {
      return KeyFile.load(file);
    } catch (IllegalArgumentException e) {
      throw CommandException.file(NAME, file, "is no file of keys: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw unusable("can't be read", e);
    }
  }

  void store(List<ApiKey> keys) {
    try {
      KeyFile.store(file, keys);
    } catch (UncheckedIOException e) {
      throw unusable("can't be written", e);
    }
  }

  private CommandException unusable(String what, UncheckedIOException e) {
    return CommandException.file(NAME, file, what + ": " + CommandException.reason(e.getCause()));
  }
}
