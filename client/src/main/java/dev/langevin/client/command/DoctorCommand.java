package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.DataCheck;
import dev.langevin.client.doctor.Finding;
import dev.langevin.client.doctor.Finding.Level;
import dev.langevin.client.doctor.JavaCheck;
import dev.langevin.client.doctor.PortCheck;
import dev.langevin.client.doctor.ServerCheck;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.DataDirectory;
import dev.langevin.client.local.LocalServer;
import dev.langevin.client.local.Trust;
import dev.langevin.client.output.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at what the program needs, and says what to do about what is not right. */
@Command(
    name = "doctor",
    description = "Looks at what is needed to run, and says what is wrong and what to do about it.",
    footer = {"", "Exit codes: 0 nothing is broken, 1 something is."})
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description =
          "Servers to look at, separated by commas. Default: LANGEVIN_SERVER, else that of the data"
              + " directory, if it runs.")
  String server;

  @Mixin TlsOptions tls = new TlsOptions();

  @Mixin KeyOptions keys = new KeyOptions();

  @Mixin LocalOptions local = new LocalOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port that langevin serve would listen on. Default 8470.")
  int port = 8470;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers of services that run apart, separated by commas. Default none.")
  String kafka = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka's clients that brokers are reached with, as LANGEVIN_KAFKA_CONFIG"
              + " names them for services. Default none.")
  Path kafkaConfig;

  private final Context context;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Checks.range("port", port, 1, 65535);
    boolean broken = false;
    for (Check check : checks()) {
      for (Finding finding : findings(check)) {
        print(finding);
        broken |= finding.level() == Level.BROKEN;
      }
    }
    return (broken ? ExitCode.FAILED : ExitCode.OK).number();
  }

  private List<Check> checks() {
    Path directory = local.data(context);
    Path root = local.models(context);
    String running = DataDirectory.running(directory);
    List<Check> checks = new ArrayList<>();
    checks.add(JavaCheck.here());
    checks.add(new DataCheck(directory));
    checks.add(new PortCheck(port, running));
    List<String> brokers = addresses("--kafka", kafka).stream().map(Address::toString).toList();
    checks.addAll(
        context
            .localServer()
            .checks(
                new LocalServer.Settings(directory, root, port),
                new LocalServer.Brokers(brokers, Optional.ofNullable(kafkaConfig))));
    checks.addAll(servers(running));
    return checks;
  }

  private List<Check> servers(String running) {
    String named = server == null ? context.environment().server() : server;
    String option = server == null ? "LANGEVIN_SERVER" : "--server";
    List<Address> addresses =
        named.isBlank() ? addresses("server.address", running) : tls.addresses(option, named);
    Trust trust = tls.trust(context, addresses);
    if (addresses.isEmpty()) {
      Finding none =
          Finding.ok("server", "none runs here; langevin generate starts one for itself");
      return List.of(() -> List.of(none));
    }
    ApiKey key = keys.key(context);
    return addresses.stream().<Check>map(a -> new ServerCheck(a, trust, key)).toList();
  }

  private static List<Address> addresses(String option, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(a -> Address.parse(option, a.strip())).toList();
  }

  /** A check that fails has found something, too. */
  private static List<Finding> findings(Check check) {
    try {
      return check.run();
    } catch (RuntimeException e) {
      String name = check.getClass().getSimpleName();
      return List.of(Finding.broken(name, "the check itself failed: " + e, "tell us of it"));
    }
  }

  private void print(Finding finding) {
    Terminal terminal = context.terminal();
    String mark =
        switch (finding.level()) {
          case OK -> coloured("32", "ok    ");
          case NOTE -> coloured("33", "note  ");
          case BROKEN -> coloured("31", "broken");
        };
    terminal.out().println(mark + "  " + finding.subject() + ": " + finding.what());
    if (!finding.advice().isEmpty()) {
      terminal.out().println("        " + finding.advice());
    }
  }

  private String coloured(String colour, String text) {
    return context.terminal().outColour() ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
