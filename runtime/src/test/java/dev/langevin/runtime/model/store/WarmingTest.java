package dev.langevin.runtime.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.ModelDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmingTest {
  private static final Refusals REFUSALS =
      new Refusals(
          (name, names) -> new IllegalArgumentException("there is no " + name),
          (name, problem) -> new IllegalStateException(problem),
          (name, problem) -> new UnsupportedOperationException("no room"));

  private record Toy(String name, String digest) implements StoredModel {
    @Override
    public void close() {}
  }

  @TempDir Path models;
  private final Set<String> measured = new HashSet<>();
  private ModelStore<Toy> store;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void missing_none_isNothing() {
    assertThat(warming("none", 0, "a").missing()).isEmpty();
  }

  @Test
  void missing_all_untilEachIsMeasured() {
    Warming<Toy> warming = warming("all", 0, "a", "b");
    assertThat(warming.missing()).containsExactly("model a@1: cold", "model b@1: cold");
    measured.add("a");
    assertThat(warming.missing()).containsExactly("model b@1: cold");
    measured.add("b");
    assertThat(warming.missing()).isEmpty();
  }

  @Test
  void missing_all_noMoreThanFit() {
    Warming<Toy> warming = warming("all", 100, "a", "b");
    measured.add("a");
    assertThat(warming.missing()).isEmpty();
  }

  @Test
  void missing_named_loadsThem() {
    Warming<Toy> warming = warming("b", 100, "a", "b");
    assertThat(warming.missing()).containsExactly("model b: cold");
    measured.add("b");
    assertThat(warming.missing()).isEmpty();
  }

  /** Each is held until it is measured, so that they don't push each other out for ever. */
  @Test
  void missing_namedThatDontFitTogether_oneAfterTheOther() {
    Warming<Toy> warming = warming("a,b", 100, "a", "b");
    assertThat(warming.missing()).containsExactly("model a: cold", "model b: no room");
    measured.addAll(Set.of("a", "b"));
    assertThat(warming.missing()).isEmpty();
  }

  @Test
  void missing_unknownName_saysSo() {
    assertThat(warming("z", 0, "a").missing()).containsExactly("model z: there is no z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,,b", "a b", "a@", ","})
  void settings_whatIsNoName_isRefused(String text) {
    warming("none", 0, "a");
    assertThatThrownBy(() -> WarmModels.of(environment(text)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "LANGEVIN_WARM_MODELS: %s is not all, none or names with commas between"
                .formatted(text));
  }

  private Warming<Toy> warming(String wanted, long memory, String... names) {
    for (String name : names) {
      TestModels.write(models.resolve(name), "");
    }
    ModelSettings settings =
        new ModelSettings(models, memory, Duration.ZERO, WarmModels.of(environment(wanted)));
    store =
        ModelStore.open(
            settings,
            (ModelDirectory directory) -> new Toy(directory.name(), directory.digest()),
            directory -> 100,
            REFUSALS);
    return new Warming<>(
        store,
        settings.warm(),
        toy -> measured.contains(toy.name()) ? Optional.empty() : Optional.of("cold"));
  }

  private static Environment environment(String warm) {
    return Environment.of(Map.of("LANGEVIN_WARM_MODELS", warm));
  }
}
