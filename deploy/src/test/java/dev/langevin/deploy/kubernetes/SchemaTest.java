package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every object that is rendered is one that Kubernetes, cert-manager, KEDA, the Prometheus operator
 * or Strimzi would take, by their own schemas; the folder {@code kubernetes/schemas} says whose.
 */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
  private static final JsonNode KUBERNETES = read("kubernetes");
  private static final Map<String, String> OTHERS =
      Map.of(
          "keda.sh/v1alpha1/ScaledObject", "scaledobject_v1alpha1",
          "cert-manager.io/v1/Certificate", "certificate_v1",
          "cert-manager.io/v1/Issuer", "issuer_v1",
          "monitoring.coreos.com/v1/PodMonitor", "podmonitor_v1",
          "monitoring.coreos.com/v1/PrometheusRule", "prometheusrule_v1",
          "kafka.strimzi.io/v1/Kafka", "kafka_v1",
          "kafka.strimzi.io/v1/KafkaNodePool", "kafkanodepool_v1",
          "kafka.strimzi.io/v1/KafkaUser", "kafkauser_v1");

  private static JsonNode read(String schema) {
    try (InputStream in =
        SchemaTest.class.getResourceAsStream("/kubernetes/schemas/" + schema + ".json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonSchema schema(String kind) {
    JsonNode known = KUBERNETES.at("/kinds").get(kind);
    if (known != null) {
      ObjectNode whole = JSON.createObjectNode();
      whole.put("$ref", "#/definitions/" + known.asText());
      whole.set("definitions", KUBERNETES.get("definitions"));
      return FACTORY.getSchema(whole);
    }
    assertThat(OTHERS).as("kinds that there is a schema for").containsKey(kind);
    return FACTORY.getSchema(read(OTHERS.get(kind)));
  }

  private static Set<ValidationMessage> problems(Map<String, Object> object) {
    return schema(object.get("apiVersion") + "/" + object.get("kind"))
        .validate(JSON.valueToTree(object));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production", "gpu"})
  void everyObject_isAsItsSchemaHasIt(String overlay) {
    List<Map<String, Object>> objects = Manifests.of(overlay).objects();
    assertThat(objects).hasSizeGreaterThan(30);
    assertThat(objects)
        .allSatisfy(
            object ->
                assertThat(problems(object))
                    .as("%s %s", object.get("kind"), Manifests.name(object))
                    .isEmpty());
  }

  @Test
  void strimziExample_isAsItsSchemaHasIt() {
    Path example = Manifests.ROOT.resolve("kafka").resolve("strimzi.yaml");
    assertThat(Yaml.documents(example))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(problems(Yaml.map(it))).as("%s", it).isEmpty());
  }

  @Test
  void objectWithAFieldThatDoesNotExist_isFound() {
    Map<String, Object> service = Manifests.of("dev").one("Service", "denoiser");
    Yaml.map(service.get("spec")).put("headless", true);
    assertThat(problems(service)).singleElement().asString().contains("headless");
    Map<String, Object> deployment = Manifests.of("dev").one("Deployment", "denoiser");
    Manifests.main(deployment).put("imagePullPolicy", 7);
    assertThat(problems(deployment)).singleElement().asString().contains("imagePullPolicy");
  }
}
