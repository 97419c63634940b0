package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.metrics.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That what is scraped, asked and alerted about is what the services tell. */
class MonitoringTest {
  private static final Manifests PRODUCTION = Manifests.of("production");
  private static final Pattern METRIC = Pattern.compile("(langevin_[a-z_]+)(?:\\{([^}]*)})?");

  /** What Prometheus adds of where it scraped. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "instance", "job");

  @Test
  void queriesOfScalers_areOfGaugesThatThereAre() {
    List<Map<String, Object>> scalers = PRODUCTION.kind("ScaledObject");
    assertThat(scalers).hasSize(2);
    for (Map<String, Object> scaler : scalers) {
      String query = (String) Yaml.at(scaler, "spec/triggers/0/metadata/query");
      Matcher metrics = METRIC.matcher(query);
      assertThat(metrics.find()).as(query).isTrue();
      Meter meter =
          Arrays.stream(Meter.values())
              .filter(it -> it.fullName().equals(metrics.group(1)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + metrics.group(1)));
      assertThat(meter.kind()).isEqualTo(Meter.Kind.GAUGE);
      for (String condition : metrics.group(2).split(",")) {
        String label = condition.split("=")[0].trim();
        assertThat(OF_THE_TARGET.contains(label) || meter.labels().contains(label))
            .as("label %s of %s", label, metrics.group(1))
            .isTrue();
      }
    }
  }

  @Test
  void alerts_areThoseOfTheRulesFile() {
    Object rules =
        Yaml.documents(Manifests.checkout().resolve("deploy/prometheus/alerts.yaml")).getFirst();
    assertThat(Yaml.at(PRODUCTION.one("PrometheusRule", "langevin"), "spec/groups"))
        .isEqualTo(Yaml.at(rules, "groups"));
  }

  @Test
  void everyService_isScrapedAtItsManagementPort() {
    Map<String, Object> monitor = PRODUCTION.one("PodMonitor", "langevin");
    assertThat(Yaml.at(monitor, "spec/podMetricsEndpoints/0/port")).isEqualTo("management");
    for (String service : Manifests.SERVICES) {
      Map<String, Object> deployment = PRODUCTION.one("Deployment", service);
      assertThat(
              Manifests.selects(Yaml.at(monitor, "spec/selector"), Manifests.podLabels(deployment)))
          .as(service)
          .isTrue();
    }
  }
}
