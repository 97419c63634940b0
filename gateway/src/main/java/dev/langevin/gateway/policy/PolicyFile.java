package dev.langevin.gateway.policy;

import com.google.gson.JsonArray;
import dev.langevin.gateway.files.FileJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator's file of rules: JSON, an object whose member {@code rules} is a list of them.
 *
 * @param rules in their order, at most 1000 with at most 20,000 words, each name once; the names of
 *     those that label fit into a label
 */
record PolicyFile(List<Rule> rules) {
  private static final int MOST = 1000;
  private static final int WORDS = 20_000;

  /** No rules. */
  static final PolicyFile NONE = new PolicyFile(List.of());

  /**
   * Reads its bytes.
   *
   * @throws IllegalArgumentException naming rule and member
   */
  static PolicyFile read(byte[] bytes) {
    FileJson whole = FileJson.of(bytes).requireKnown(Set.of("rules"));
    JsonArray array = whole.array("rules");
    if (array.size() > MOST) {
      throw whole.wrong("rules", "%,d are more than %,d".formatted(array.size(), MOST));
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int words = 0;
    for (int i = 0; i < array.size(); i++) {
      FileJson json = FileJson.of(array.get(i), "rules[%d].".formatted(i));
      Rule rule = Rule.of(json);
      if (!names.add(rule.name())) {
        throw json.wrong("name", "another rule has it");
      }
      words += json.has("words") ? json.array("words").size() : 0;
      if (words > WORDS) {
        throw json.wrong("words", "with those before they are more than %,d".formatted(WORDS));
      }
      rules.add(rule);
    }
    String label =
        rules.stream().filter(r -> !r.refuses()).map(Rule::name).collect(Collectors.joining(","));
    if (label.length() > ContentPolicy.LABEL_LIMIT) {
      throw whole.wrong(
          "rules",
          "the names of those that label come to %,d characters with commas between them, more than %d"
              .formatted(label.length(), ContentPolicy.LABEL_LIMIT));
    }
    return new PolicyFile(List.copyOf(rules));
  }
}
