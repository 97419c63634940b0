package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.deploy.Langevins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Where the command runs in a pod, it takes the arguments that are there. */
class ArgumentsTest {
  private static Map<String, Object> topics(Manifests manifests) {
    return Manifests.main(manifests.one("Job", "kafka-topics"));
  }

  /** The last of the commands, with what it was given. */
  private static ParseResult parsed(Manifests manifests, Map<String, Object> container) {
    ParseResult result = Langevins.parse(arguments(manifests, container));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result;
  }

  /** As the kubelet makes them, variables put in. */
  private static String[] arguments(Manifests manifests, Map<String, Object> container) {
    Map<String, String> variables = manifests.environment(container);
    return Yaml.list(container.get("args")).stream()
        .map(
            argument -> {
              String text = (String) argument;
              for (Map.Entry<String, String> variable : variables.entrySet()) {
                text = text.replace("$(" + variable.getKey() + ")", variable.getValue());
              }
              return text;
            })
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "gpu"})
  void everyCommand_isOneThatThereIs(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    List<Map<String, Object>> commands =
        manifests.workloads().stream()
            .flatMap(it -> Manifests.containers(it).stream())
            .filter(it -> ((String) it.get("image")).contains("langevin/cli"))
            .toList();
    assertThat(commands).hasSize(4); // three services fetch the model
    for (Map<String, Object> command : commands) {
      assertThat(arguments(manifests, command)).noneMatch(it -> it.contains("$("));
      assertThat(parsed(manifests, command).commandSpec().name()).isIn("apply", "fetch-model");
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "10", "'default=16,video=4'"})
  void topics_takeWhatTheServicesTakeForShards(String shards) {
    Manifests manifests = Manifests.of("production");
    manifests.kind("ConfigMap").stream()
        .filter(it -> Manifests.name(it).startsWith("orchestrator-"))
        .forEach(it -> Yaml.map(it.get("data")).put("pool-shards", shards));
    ParseResult apply = parsed(manifests, topics(manifests));
    assertThat(apply.<String>matchedOptionValue("--shards", "")).isEqualTo(shards);
    assertThat(apply.<List<String>>matchedOptionValue("--pools", List.of()))
        .containsExactly("default");
    assertThat(apply.<Integer>matchedOptionValue("--replication", 0)).isEqualTo(3);
  }

  @Test
  void argumentThatTheCommandDoesNotTake_isFound() {
    Manifests manifests = Manifests.of("production");
    Map<String, Object> job = topics(manifests);
    Yaml.list(job.get("args")).add("--pool=default=16,video=4");
    assertThatThrownBy(() -> parsed(manifests, job))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--pool");
  }
}
