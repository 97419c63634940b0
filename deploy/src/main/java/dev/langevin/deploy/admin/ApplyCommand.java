package dev.langevin.deploy.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.topics.Declaration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a Kafka cluster what is declared, after it has shown how they differ. */
@Command(
    name = "apply",
    description = {
      "Shows how a Kafka cluster differs from what Langevin needs of it (topics, share groups,"
          + " permissions), and makes it so. Nothing is ever deleted.",
      "Ends with 0 if nothing differs any more, 6 if something is refused (then nothing is done), 7"
          + " if something differs still: with --dry-run, or because a person has to do it."
    })
final class ApplyCommand implements Callable<Integer> {
  private static final int LOOKS = 20;
  private static final int PAUSE_MILLIS = 250;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "What is declared. Default what this version comes with.")
  Path file;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Brokers, comma-separated. Default LANGEVIN_KAFKA, else 127.0.0.1:9092.")
  String kafka;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka's clients, such as TLS and SASL. Default LANGEVIN_KAFKA_CONFIG.")
  Path kafkaConfig;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "Copies of each topic, instead of what is declared.")
  Integer replication;

  @Mixin PoolOptions pools = new PoolOptions();

  @Option(names = "--dry-run", description = "Only show the difference.")
  boolean dryRun;

  @Option(names = "--yes", description = "Don't ask.")
  boolean yes;

  private final Context context;

  ApplyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    // What goes wrong is in this command's own words.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    Declaration wanted = declaration();
    try (Admin admin = Clients.admin(connection())) {
      return apply(wanted, admin).number();
    } catch (KafkaException e) {
      throw CommandException.unavailable("Kafka: " + deepest(e), e);
    }
  }

  private ExitCode apply(Declaration wanted, Admin admin) {
    ClusterReader reader = new ClusterReader(admin);
    Plan plan = Plan.between(wanted, reader.read(wanted));
    new PlanText(context.terminal().outColour())
        .lines(plan)
        .forEach(context.terminal().out()::println);
    if (!plan.refusals().isEmpty()) {
      return ExitCode.CONFLICT;
    }
    if (plan.changes().isEmpty()) {
      return plan.byHand().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
    if (dryRun) {
      return ExitCode.DIFFERENT;
    }
    if (!confirmed()) {
      context.terminal().err().println("nothing was changed");
      return ExitCode.CANCELLED;
    }
    new ClusterWriter(admin).apply(plan.changes());
    Plan left = settled(wanted, reader);
    if (!left.changes().isEmpty()) {
      new PlanText(context.terminal().colour())
          .lines(left)
          .forEach(context.terminal().err()::println);
      throw CommandException.failed("applied, but the cluster differs still", null);
    }
    context.terminal().out().println("applied");
    return left.byHand().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  /** Looks again until every broker that is asked knows of the changes. */
  private static Plan settled(Declaration wanted, ClusterReader reader) {
    Plan left = Plan.between(wanted, reader.read(wanted));
    for (int i = 0; i < LOOKS && !left.changes().isEmpty(); i++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return left;
      }
      left = Plan.between(wanted, reader.read(wanted));
    }
    return left;
  }

  private boolean confirmed() {
    if (yes) {
      return true;
    }
    if (!context.terminal().outTerminal() || !context.terminal().interactive()) {
      throw CommandException.invalid(
          "--yes", "nobody can be asked here,", "so say --yes to apply this, or --dry-run");
    }
    context.terminal().err().print("Apply these changes? (yes/no) ");
    context.terminal().err().flush();
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String answer = in.readLine();
      return answer != null && answer.strip().equalsIgnoreCase("yes");
    } catch (IOException e) {
      throw CommandException.failed("can't read the answer: " + e.getMessage(), e);
    }
  }

  private Declaration declaration() {
    Declaration declared = file == null ? Declaration.shipped() : read();
    if (replication != null) {
      if (replication < 1 || replication > 10) {
        throw CommandException.invalid("--replication", replication, "is not in 1..10");
      }
      declared = declared.withReplication(replication);
    }
    return pools.in(declared);
  }

  private Declaration read() {
    try (Reader reader = Files.newBufferedReader(file)) {
      return Declaration.read(reader);
    } catch (IOException e) {
      throw CommandException.file("FILE", file, "can't be read: " + CommandException.reason(e));
    } catch (ConfigurationException e) {
      throw CommandException.file("FILE", file, "can't be used: " + e.getMessage());
    }
  }

  private KafkaConnection connection() {
    Map<String, String> variables = context.environment().variables();
    String named = variables.getOrDefault("LANGEVIN_KAFKA_CONFIG", "");
    Optional<Path> properties =
        Optional.ofNullable(kafkaConfig == null && !named.isBlank() ? Path.of(named) : kafkaConfig);
    String servers =
        kafka == null ? variables.getOrDefault("LANGEVIN_KAFKA", "127.0.0.1:9092") : kafka;
    try {
      return KafkaConnection.of(servers, properties);
    } catch (ConfigurationException e) {
      throw CommandException.file(
          "--kafka-config", properties.orElseThrow(), "can't be used: " + e.getMessage());
    }
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return CommandException.reason(cause);
  }
}
