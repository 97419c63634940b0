package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.runtime.generations.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Kafka brokers of services that run apart.
 *
 * @param brokers host:port each
 */
public record BrokersCheck(List<String> brokers) implements Check {
  private static final String SUBJECT = "Kafka";
  private static final int PATIENCE_MILLIS = 5_000;

  @Override
  public List<Finding> run() {
    String all = String.join(",", brokers);
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                all,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS))) {
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
    } catch (TimeoutException | ExecutionException e) {
      return List.of(unreachable(all));
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
        "see whether they run, and whether advertised.listeners name addresses that can be reached"
            + " from here");
  }

  private static String message(RuntimeException e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }
}
