package dev.langevin.bench.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code langevin bench audit}: compares what is shipped with what is known to be vulnerable. */
@Command(
    name = "audit",
    description = {
      "Compares the libraries that are shipped with advisories of the OSV database.",
      "Fails where one is affected by an advisory that nobody has accepted."
    })
public final class Audit implements Callable<Integer> {
  /** Where OSV publishes all that it knows of Maven's packages. */
  static final String PUBLISHED =
      "https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip";

  @Option(
      names = "--libraries",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/deploy/target/libraries.txt",
      description =
          "What is shipped: the list that the build writes, or a bill of materials in CycloneDX's"
              + " JSON. Default: deploy/target/libraries.txt")
  Path libraries;

  @Option(
      names = "--advisories",
      paramLabel = "FOLDER|FILE|URL",
      defaultValue = PUBLISHED,
      description =
          "Advisories in OSV's form: an archive, a file or a folder of them."
              + " Default: what osv.dev publishes for Maven.")
  String advisories;

  @Option(
      names = "--accepted",
      paramLabel = "FILE",
      description =
          "Advisories that do no harm here: a JSON list of objects with id, until and reason.")
  Path accepted;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      AcceptedRisks risks = accepted == null ? AcceptedRisks.NONE : AcceptedRisks.read(accepted);
      return compare(Libraries.read(libraries), Advisories.read(advisories), risks);
    } catch (IOException | IllegalArgumentException e) {
      String advice =
          Files.exists(libraries) ? "" : "; mvn package writes deploy/target/libraries.txt";
      throw new ParameterException(
          spec.commandLine(), "the audit can't be made: " + e.getMessage() + advice, e);
    }
  }

  private int compare(List<Library> shipped, List<Advisory> known, AcceptedRisks risks) {
    PrintWriter out = spec.commandLine().getOut();
    int open = 0;
    int taken = 0;
    for (Library library : shipped) {
      for (Advisory advisory : known) {
        if (advisory.concerns(library)) {
          boolean fine = risks.accept(advisory, LocalDate.now());
          open += fine ? 0 : 1;
          taken += fine ? 1 : 0;
          out.printf(
              "%s%s: %s%s%n",
              fine ? "accepted: " : "",
              library,
              String.join(", ", names(advisory)),
              advisory.summary().isEmpty() ? "" : ": " + advisory.summary());
        }
      }
    }
    out.printf(
        "%,d libraries, %,d advisories: %,d open, %,d accepted%n",
        shipped.size(), known.size(), open, taken);
    out.flush();
    return open == 0 ? 0 : 1;
  }

  private static List<String> names(Advisory advisory) {
    return Stream.concat(Stream.of(advisory.id()), advisory.aliases().stream()).toList();
  }
}
