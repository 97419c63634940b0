package dev.langevin.gateway.policy;

import com.google.gson.JsonArray;
import dev.langevin.gateway.files.FileJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The operator's file of rules: JSON, an object whose member {@code rules} is a list of them.
 *
 * @param rules in their order, at most 1000, each name once
 */
record PolicyFile(List<Rule> rules) {
  private static final int MOST = 1000;

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
    for (int i = 0; i < array.size(); i++) {
      FileJson json = FileJson.of(array.get(i), "rules[%d].".formatted(i));
      Rule rule = Rule.of(json);
      if (!names.add(rule.name())) {
        throw json.wrong("name", "another rule has it");
      }
      rules.add(rule);
    }
    return new PolicyFile(List.copyOf(rules));
  }
}
