package dev.langevin.gateway.catalog;

import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.model.ModelId;
import dev.langevin.v1.Model;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models there are, at one moment.
 *
 * @param entries by name and version; the server's default first
 * @param problem why there may be none, for a message
 */
public record Catalog(Map<ModelId, Entry> entries, String problem) {
  /** Their public descriptions, the default first. */
  public List<Model> models() {
    return entries.values().stream().map(Entry::model).toList();
  }

  /** Their names with versions, the default first. */
  public Collection<String> names() {
    return entries.keySet().stream().map(ModelId::toString).toList();
  }

  /** All that a request may call them. */
  public Collection<String> spellings() {
    Collection<String> all = new LinkedHashSet<>();
    entries.keySet().forEach(id -> all.add(id.name()));
    all.addAll(names());
    return all;
  }

  /** The one that a name, for its newest usable version, or name@version means. */
  public Optional<Entry> find(String name) {
    List<ModelId> usable =
        entries.values().stream()
            .filter(entry -> entry.model().getProblem().isEmpty())
            .map(Entry::id)
            .toList();
    return ModelId.find(name, usable)
        .or(() -> ModelId.find(name, entries.keySet()))
        .map(entries::get);
  }

  /** Throws UNAVAILABLE if no denoiser has named a model yet. */
  public Catalog required() {
    if (entries.isEmpty()) {
      throw GatewayException.noModels(problem);
    }
    return this;
  }
}
