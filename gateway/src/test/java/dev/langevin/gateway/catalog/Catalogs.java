package dev.langevin.gateway.catalog;

import dev.langevin.internal.v1.ModelDescription;
import java.util.LinkedHashMap;
import java.util.Map;

/** Catalogs for tests. */
public final class Catalogs {
  private Catalogs() {}

  /** What the gateway makes of these descriptions. */
  public static Catalog of(ModelDescription... descriptions) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (ModelDescription description : descriptions) {
      entries.put(description.getModel().getName(), Descriptions.read(description));
    }
    return new Catalog(entries, "");
  }
}
