package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.topics.Access;
import dev.langevin.runtime.topics.Access.Grant;
import dev.langevin.runtime.topics.Access.Operation;
import dev.langevin.runtime.topics.Access.Resource;
import dev.langevin.runtime.topics.BrokerNeed;
import dev.langevin.runtime.topics.Declaration;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The brokers that come with this repository are what {@code topics.yaml} asks for. */
class KafkaExampleTest {
  private static final Declaration DECLARED = Declaration.shipped();

  private static final Manifests STRIMZI =
      new Manifests(
          Yaml.documents(Manifests.ROOT.resolve("kafka").resolve("strimzi.yaml")).stream()
              .map(Yaml::map)
              .toList());

  /** Strimzi's operator takes away what its users do not declare. */
  @Test
  void strimziUsers_mayDoWhatIsDeclared_andNoMore() {
    for (Access access : DECLARED.access()) {
      Map<String, Object> user =
          STRIMZI.one("KafkaUser", access.principal().substring("User:".length()));
      assertThat(grants(user)).as(access.service()).isEqualTo(Set.copyOf(access.grants()));
      assertThat(Yaml.at(user, "spec/authorization/type")).isEqualTo("simple");
    }
    assertThat(STRIMZI.kind("KafkaUser")).hasSize(DECLARED.access().size() + 1);
  }

  private static Set<Grant> grants(Map<String, Object> user) {
    Set<Grant> grants = new HashSet<>();
    for (Object acl : Yaml.list(Yaml.at(user, "spec/authorization/acls"))) {
      assertThat(Yaml.map(acl)).containsOnlyKeys("resource", "operations");
      String prefix = Yaml.at(acl, "resource/patternType").equals("prefix") ? "*" : "";
      for (Object operation : Yaml.list(Yaml.at(acl, "operations"))) {
        grants.add(
            new Grant(
                Resource.valueOf(((String) Yaml.at(acl, "resource/type")).toUpperCase(Locale.ROOT)),
                operation(operation),
                Yaml.at(acl, "resource/name") + prefix));
      }
    }
    return grants;
  }

  private static Operation operation(Object name) {
    return Operation.valueOf(
        ((String) name).replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  /** With TLS users the principals would be User:CN=gateway, which nothing is declared for. */
  @Test
  void strimziUsers_signInByTheNamesThatAreDeclared() {
    Map<String, Object> kafka = STRIMZI.one("Kafka", "langevin");
    Object listener = Yaml.at(kafka, "spec/kafka/listeners/0");
    assertThat(Yaml.at(listener, "tls")).isEqualTo(true);
    assertThat(Yaml.at(listener, "authentication/type")).isEqualTo("scram-sha-512");
    assertThat(STRIMZI.kind("KafkaUser"))
        .allSatisfy(
            user ->
                assertThat(Yaml.at(user, "spec/authentication/type")).isEqualTo("scram-sha-512"));
    List<Object> superUsers = Yaml.list(Yaml.at(kafka, "spec/kafka/authorization/superUsers"));
    assertThat(superUsers).containsExactly("langevin-admin");
    assertThat(STRIMZI.one("KafkaUser", "langevin-admin")).isNotNull();
  }

  @Test
  void strimziBrokers_allowWhatIsAsked() {
    Map<String, Object> config =
        Yaml.map(Yaml.at(STRIMZI.one("Kafka", "langevin"), "spec/kafka/config"));
    for (BrokerNeed need : DECLARED.brokers()) {
      assertThat(config).containsKey(need.setting());
      long value = ((Number) config.get(need.setting())).longValue();
      assertThat(need.metBy(value)).as("%s=%d", need.setting(), value).isTrue();
    }
  }

  /** Of containers, which take settings as variables. */
  private static void meets(Map<String, ?> variables) {
    for (BrokerNeed need : DECLARED.brokers()) {
      String key = "KAFKA_" + need.setting().toUpperCase(Locale.ROOT).replace('.', '_');
      assertThat(variables.keySet()).contains(key);
      long value = Long.parseLong((String) variables.get(key));
      assertThat(need.metBy(value)).as("%s=%d", key, value).isTrue();
    }
  }

  @Test
  void trialBroker_allowsWhatIsAsked() {
    Manifests manifests = Manifests.of("dev");
    meets(manifests.environment(Manifests.main(manifests.one("Deployment", "kafka"))));
  }

  @Test
  void composeBroker_allowsWhatIsAsked() {
    Path compose =
        Manifests.checkout().resolve("deploy").resolve("compose").resolve("compose.yaml");
    Object all = Yaml.documents(compose).getFirst();
    meets(Yaml.map(Yaml.at(all, "services/kafka/environment")));
  }
}
