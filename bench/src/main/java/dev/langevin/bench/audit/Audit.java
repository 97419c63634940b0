package dev.langevin.bench.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no library is affected",
      "1:one is",
      "2:a file, or an option, is not as it has to be",
      "3:the database can't be reached"
    })
public final class Audit implements Callable<Integer> {
  /** Where OSV publishes all that it knows of an ecosystem's packages. */
  private static final String PUBLISHED =
      "https://osv-vulnerabilities.storage.googleapis.com/%s/all.zip";

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int AFFECTED = 1;
  private static final int AWAY = 3;

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
      description =
          "Advisories in OSV's form: an archive, a file or a folder of them. Default: what osv.dev"
              + " publishes for Maven, and for npm if libraries for browsers are shipped.")
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
      List<Library> shipped = Libraries.read(libraries);
      Advisories known = new Advisories(shipped, TIMEOUT);
      List<String> sources = advisories == null ? published(shipped) : List.of(advisories);
      for (String source : sources) {
        known.read(source);
      }
      return compare(shipped, known, risks);
    } catch (Advisories.AwayException e) {
      spec.commandLine().getErr().println("the audit can't be made: " + e.getMessage());
      return AWAY;
    } catch (IOException | IllegalArgumentException e) {
      String advice =
          Files.exists(libraries) ? "" : "; mvn package writes deploy/target/libraries.txt";
      throw new ParameterException(
          spec.commandLine(), "the audit can't be made: " + e.getMessage() + advice, e);
    }
  }

  /** Where advisories are, if the command line names no place. */
  static List<String> published(List<Library> shipped) {
    return shipped.stream().anyMatch(Library::ofNpm)
        ? List.of(PUBLISHED.formatted("Maven"), PUBLISHED.formatted("npm"))
        : List.of(PUBLISHED.formatted("Maven"));
  }

  private int compare(List<Library> shipped, Advisories known, AcceptedRisks risks) {
    PrintWriter out = spec.commandLine().getOut();
    int open = 0;
    int taken = 0;
    for (Library library : shipped) {
      for (Advisory advisory : known.concerning()) {
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
        "%s, %s: %,d open, %,d accepted%n",
        shipped.size() == 1 ? "1 library" : "%,d libraries".formatted(shipped.size()),
        known.count() == 1 ? "1 advisory" : "%,d advisories".formatted(known.count()),
        open,
        taken);
    out.flush();
    return open == 0 ? 0 : AFFECTED;
  }

  private static List<String> names(Advisory advisory) {
    return Stream.concat(Stream.of(advisory.id()), advisory.aliases().stream()).toList();
  }
}
