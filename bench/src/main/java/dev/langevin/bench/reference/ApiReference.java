package dev.langevin.bench.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench api-reference}: writes docs/api.md. */
@Command(
    name = "api-reference",
    description = "Writes docs/api.md from the comments in the proto files.")
public final class ApiReference implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/docs/api.md",
      description = "Where to write it. Default: docs/api.md")
  Path out;

  @Override
  public Integer call() throws IOException {
    Files.writeString(out, ApiPage.text());
    System.out.println("written: " + out);
    return 0;
  }
}
