package dev.langevin.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.CommandException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  private static final Map<String, List<String>> COLOURS_AND_THINGS = colours();

  @Test
  void of_namesAndSeeds_makesEveryCombinationInOrder() {
    Sweep sweep = new Sweep(COLOURS_AND_THINGS, List.of(1L, 2L));

    assertThat(sweep.of(line("{\"prompt\": \"a {color} {thing}\"}"), 3))
        .extracting(JsonObject::toString)
        .containsExactly(
            expected("a red boat", "3.1", 1),
            expected("a red boat", "3.2", 2),
            expected("a red car", "3.3", 1),
            expected("a red car", "3.4", 2),
            expected("a blue boat", "3.5", 1),
            expected("a blue boat", "3.6", 2),
            expected("a blue car", "3.7", 1),
            expected("a blue car", "3.8", 2));
  }

  @Test
  void of_lineWithOneOfTheNames_isExpandedByThatAlone() {
    Sweep sweep = new Sweep(COLOURS_AND_THINGS, List.of());

    assertThat(sweep.of(line("{\"prompt\": \"a {thing}\", \"custom_id\": \"t\"}"), 1))
        .extracting(l -> l.get("prompt").getAsString() + " " + l.get("custom_id").getAsString())
        .containsExactly("a boat t.1", "a car t.2");
  }

  @Test
  void of_lineWithoutNames_staysAsItIs() {
    JsonObject line = line("{\"prompt\": \"a boat\"}");

    assertThat(new Sweep(COLOURS_AND_THINGS, List.of()).of(line, 1)).containsExactly(line);
  }

  @Test
  void of_nameWithoutValues_isRefused() {
    assertThatThrownBy(
            () ->
                new Sweep(COLOURS_AND_THINGS, List.of()).of(line("{\"prompt\": \"a {shape}\"}"), 4))
        .isInstanceOf(CommandException.class)
        .hasMessage("line 4: {shape} has no --set; given are color, thing");
  }

  @Test
  void seeds_rangesAndNumbers_areListed() {
    assertThat(Sweep.seeds("1..4")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(Sweep.seeds("7,9..10,4294967295")).containsExactly(7L, 9L, 10L, 4294967295L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "4..1", "1..", "4294967296", "0..100000", "-1"})
  void seeds_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Sweep.seeds(text)).isInstanceOf(CommandException.class);
  }

  private static String expected(String prompt, String customId, int seed) {
    return "{\"prompt\":\"%s\",\"custom_id\":\"%s\",\"seed\":%d}".formatted(prompt, customId, seed);
  }

  private static JsonObject line(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static Map<String, List<String>> colours() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("color", List.of("red", "blue"));
    values.put("thing", List.of("boat", "car"));
    return values;
  }
}
