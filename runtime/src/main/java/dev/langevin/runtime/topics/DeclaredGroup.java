package dev.langevin.runtime.topics;

import java.util.Map;

/**
 * A share group's settings.
 *
 * @param name the group's, and that of the one topic that it reads
 * @param settings by Kafka's names
 */
public record DeclaredGroup(String name, Map<String, String> settings) {
  /** Keeps a copy. */
  public DeclaredGroup {
    settings = Map.copyOf(settings);
  }
}
