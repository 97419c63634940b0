package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.runtime.tls.authority.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an authority, and certificates for the services that it signs. */
@Command(
    name = "certificates",
    description = {
      "Makes an authority of your own, and a certificate for each service: DIR/SERVICE/tls.crt,",
      "tls.key and ca.crt, under the names that Compose and Kubernetes give the services, and",
      "DIR/edge for the gateway's port. For trials, and for clusters without a certificate manager."
    },
    footer = {
      "",
      "DIR/ca.key signs further certificates: keep it where no service can read it.",
    })
final class CertificatesCommand implements Callable<Integer> {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]+");

  @Parameters(
      paramLabel = "DIR",
      description =
          "Folder to make. One that holds certificates is left as it is, save by --renew.")
  Path directory;

  @Option(
      names = "--edge-name",
      paramLabel = "NAME",
      description =
          "A DNS name or an address that clients call the gateway by; may be given several times."
              + " localhost, 127.0.0.1 and the gateway's names in a cluster are always among them.")
  List<String> edge = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description =
          "A further service to make a certificate for, such as kafka; may be given several times.")
  List<String> further = new ArrayList<>();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace in Kubernetes. Default langevin.")
  String namespace;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "How long the services' certificates are valid, 1 to 825, though no longer than the"
              + " authority's, which is for ten years."
              + " Default ${DEFAULT-VALUE}.")
  int days = 365;

  @Option(
      names = "--renew",
      description =
          "Issue those certificates anew that DIR holds, for the names that they are for, and for those"
              + " that other options add, by the authority that DIR holds.")
  boolean renew;

  private final Context context;

  CertificatesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (days < 1 || days > 825) {
      throw CommandException.invalid("--days", days, "is not in 1..825");
    }
    Optional<String> named = Optional.ofNullable(namespace);
    named.ifPresent(
        name -> require("--namespace", name, NAMESPACE, "is not a namespace such as langevin"));
    edge.forEach(CertificatesCommand::requireName);
    further.forEach(CertificatesCommand::requireService);
    CertificateFolder folder = new CertificateFolder(directory);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Duration life = Duration.ofDays(days);
    CertificateFolder.Issued issued =
        renew
            ? folder.renew(held -> Owners.again(held, named, edge, further), now, life)
            : folder.make(Owners.of(named.orElse(Owners.NAMESPACE), edge, further), now, life);
    context
        .terminal()
        .out()
        .printf(
            "%s: %d certificates, valid until %s, signed by ca.crt%n",
            directory, issued.count(), issued.until());
    return ExitCode.OK.number();
  }

  private static void requireName(String name) {
    String otherwise = "is not a DNS name or an address";
    require("--edge-name", name, NAME, otherwise);
    if (!Order.possible(name)) {
      throw CommandException.invalid("--edge-name", name, otherwise);
    }
  }

  private static void requireService(String name) {
    require("--service", name, NAMESPACE, "is not a name such as kafka");
    if (name.equals(Owners.EDGE)) {
      throw CommandException.invalid(
          "--service", name, "is the gateway's port, which has a certificate without it");
    }
  }

  private static void require(String option, String value, Pattern pattern, String otherwise) {
    if (!pattern.matcher(value).matches()) {
      throw CommandException.invalid(option, value, otherwise);
    }
  }
}
