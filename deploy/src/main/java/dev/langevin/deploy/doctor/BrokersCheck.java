package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Kafka brokers of services that run apart.
 *
 * @param brokers where they are, and how they are reached
 */
public record BrokersCheck(LocalServer.Brokers brokers) implements Check {
  private static final String SUBJECT = "Kafka";
  private static final int PATIENCE_MILLIS = 5_000;

  @Override
  public List<Finding> run() {
    String all = String.join(",", brokers.addresses());
    try (Admin admin = Clients.admin(KafkaConnection.of(all, brokers.properties()))) {
      int nodes =
          admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).size();
      Set<String> topics = admin.listTopics().names().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      String what = "%s %s, of %d".formatted(all, nodes == 1 ? "answers" : "answer", nodes);
      return List.of(
          topics.contains(Topics.GENERATIONS)
              ? Finding.ok(SUBJECT, what)
              : Finding.note(
                  SUBJECT,
                  what + ", without a topic named " + Topics.GENERATIONS,
                  "a gateway or an orchestrator makes it when it starts"));
    } catch (ExecutionException e) {
      return List.of(
          e.getCause() instanceof AuthenticationException refusal
              ? Finding.broken(
                  SUBJECT,
                  all + ": " + refusal.getMessage(),
                  "see what --kafka-config says of users, passwords and certificates")
              : unreachable(all));
    } catch (TimeoutException e) {
      return List.of(unreachable(all));
    } catch (ConfigurationException e) {
      return List.of(Finding.broken(SUBJECT, e.getMessage(), "set the file right"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(unreachable(all));
    } catch (RuntimeException e) {
      return List.of(
          Finding.broken(SUBJECT, all + ": " + message(e), "name host:port of each broker"));
    }
  }

  private static Finding unreachable(String all) {
    return Finding.broken(
        SUBJECT,
        all + ": no broker answers",
        "see whether they run, whether advertised.listeners name addresses that can be reached from"
            + " here, and whether they ask for TLS or a password: --kafka-config");
  }

  private static String message(RuntimeException e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }
}
