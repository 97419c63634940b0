package dev.langevin.gateway.catalog;

import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.model.ModelId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Catalogs for tests. */
public final class Catalogs {
  private Catalogs() {}

  /** What the gateway makes of these descriptions. */
  public static Catalog of(ModelDescription... descriptions) {
    Map<ModelId, Entry> entries = new LinkedHashMap<>();
    for (ModelDescription description : descriptions) {
      Entry entry = Descriptions.read(description);
      entries.put(entry.id(), entry);
    }
    return new Catalog(entries, "");
  }
}
