package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Which file of keys. */
final class KeysOption {
  private static final String NAME = "--keys";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      required = true,
      description = "The file of keys; create makes it if there is none.")
  Path file;

  /** The keys of the file, which has to be there. */
  List<ApiKey> load() {
    requireThere();
    return used("read", () -> KeyFile.load(file));
  }

  /** Changes the keys of the file, which has to be there. */
  void change(UnaryOperator<List<ApiKey>> change) {
    requireThere();
    changeOrMake(change);
  }

  /** Changes the keys of the file; there may be none yet. */
  void changeOrMake(UnaryOperator<List<ApiKey>> change) {
    used(
        "written",
        () -> {
          KeyFile.change(file, change);
          return null;
        });
  }

  private void requireThere() {
    if (!Files.exists(file)) {
      throw CommandException.file(NAME, file, "is not there");
    }
  }

  private <T> T used(String how, Supplier<T> use) {
    try {
      return use.get();
    } catch (IllegalArgumentException e) {
      throw CommandException.file(NAME, file, "is no file of keys: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw CommandException.file(
          NAME, file, "can't be %s: %s".formatted(how, CommandException.reason(e.getCause())));
    }
  }
}
