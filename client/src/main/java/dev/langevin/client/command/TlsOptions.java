package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.Trust;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How servers that others look after are reached, and whether they are who they say. */
final class TlsOptions {
  @Option(
      names = "--tls",
      description = "Servers are reached over TLS, also those that are not named with https://.")
  boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM file of those who sign the servers' certificates. Default: LANGEVIN_CA, else those"
              + " that Java trusts.")
  Path ca;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "PEM file of a certificate to show, for servers that ask for one.")
  Path certificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "PEM file of that certificate's key, as PKCS #8 without a password.")
  Path key;

  /**
   * The servers that a text names, with commas between.
   *
   * @param option where the text came from
   */
  List<Address> addresses(String option, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .map(address -> Address.parse(option, address.strip(), tls))
            .toList();
  }

  /**
   * Whom to trust.
   *
   * @param servers those that are meant
   */
  Trust trust(Context context, List<Address> servers) {
    if (tls && servers.stream().noneMatch(Address::tls)) {
      throw CommandException.invalid(
          "--tls", "it", "is of no use where no server is named; use --server or LANGEVIN_SERVER");
    }
    Optional<Address> plain = servers.stream().filter(server -> !server.tls()).findFirst();
    if (servers.isEmpty() || plain.isPresent()) {
      refuse("--ca", ca, plain);
      refuse("--client-cert", certificate, plain);
      refuse("--client-key", key, plain);
    }
    if ((certificate == null) != (key == null)) {
      throw CommandException.invalid(
          certificate == null ? "--client-key" : "--client-cert",
          certificate == null ? key : certificate,
          "is of no use without " + (certificate == null ? "--client-cert" : "--client-key"));
    }
    return new Trust(
        named("--ca", ca)
            .or(() -> context.environment().ca().map(file -> new Trust.Named("LANGEVIN_CA", file))),
        named("--client-cert", certificate),
        named("--client-key", key));
  }

  private static Optional<Trust.Named> named(String option, Path file) {
    return Optional.ofNullable(file).map(given -> new Trust.Named(option, given));
  }

  /** Refuses what would promise safety where there is none, with one server or with all. */
  private static void refuse(String option, Path file, Optional<Address> plain) {
    if (file != null) {
      throw CommandException.invalid(
          option,
          file,
          plain
              .map(
                  server ->
                      "is of no use without TLS, as %s is; name servers as https://HOST:PORT, or use --tls"
                          .formatted(server))
              .orElse("is of no use where no server is named; use --server or LANGEVIN_SERVER"));
    }
  }
}
