package dev.langevin.gateway.catalog;

import dev.langevin.gateway.GatewayException;
import dev.langevin.v1.Model;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The models there are, at one moment.
 *
 * @param entries by name; the server's default first
 * @param problem why there may be none, for a message
 */
public record Catalog(Map<String, Entry> entries, String problem) {
  /** Their public descriptions, the default first. */
  public List<Model> models() {
    return entries.values().stream().map(Entry::model).toList();
  }

  /** Their names, the default first. */
  public Collection<String> names() {
    return entries.keySet();
  }

  /** Throws UNAVAILABLE if no denoiser has named a model yet. */
  public Catalog required() {
    if (entries.isEmpty()) {
      throw GatewayException.noModels(problem);
    }
    return this;
  }
}
