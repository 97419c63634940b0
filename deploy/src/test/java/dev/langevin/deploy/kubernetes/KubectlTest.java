package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That our rendering is kustomize's, where there is a kubectl to ask. */
class KubectlTest {
  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/production", "overlays/gpu"})
  void kustomize_ofEachFolder_rendersTheSame(String folder) throws Exception {
    String theirs = kustomize(folder);
    Map<String, Object> expected = byName(Yaml.documents(theirs));
    Map<String, Object> rendered =
        byName(new ArrayList<>(Kustomization.render(Manifests.ROOT.resolve(folder))));
    assertThat(rendered.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, object) -> assertThat(rendered.get(name)).as(name).isEqualTo(object));
  }

  private static String kustomize(String folder) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("kubectl", "kustomize", Manifests.ROOT.resolve(folder).toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (java.io.IOException e) {
      Assumptions.abort("SKIPPED: no kubectl here to compare with: " + e.getMessage());
      return "";
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return out;
  }

  private static Map<String, Object> byName(List<Object> objects) {
    Map<String, Object> all = new TreeMap<>();
    objects.forEach(
        object ->
            all.put(
                Yaml.at(object, "kind") + " " + Yaml.at(object, "metadata/name"), sorted(object)));
    return all;
  }

  /** With lists whose elements have names in the order of these, which is all that may differ. */
  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, each) -> sorted.put((String) key, sorted(each)));
        yield sorted;
      }
      case List<?> list ->
          list.stream()
              .map(KubectlTest::sorted)
              .sorted(Comparator.comparing(KubectlTest::rank))
              .toList();
      case null -> "null";
      default -> value;
    };
  }

  private static String rank(Object element) {
    return element instanceof Map<?, ?> map
            && (map.containsKey("name") || map.containsKey("mountPath"))
        ? String.valueOf(map.get("mountPath")) + map.get("name")
        : "";
  }
}
