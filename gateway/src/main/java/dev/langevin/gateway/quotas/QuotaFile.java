package dev.langevin.gateway.quotas;

import dev.langevin.gateway.files.FileJson;
import dev.langevin.runtime.generations.Tenants;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The file of quotas: JSON, an object with a member for each tenant, and {@code *} for all others.
 *
 * @param tenants by name
 */
record QuotaFile(Map<String, Quota> tenants) {
  private static final String OTHERS = "*";
  private static final Set<String> MEMBERS =
      Set.of("running", "queued", "rows_per_minute", "batches");
  private static final int MOST = 1_000_000_000;
  private static final long MOST_ROWS = 1_000_000_000_000_000L;

  /** No tenant has one. */
  static final QuotaFile NONE = new QuotaFile(Map.of());

  /**
   * Reads its bytes.
   *
   * @throws IllegalArgumentException naming tenant and member
   */
  static QuotaFile read(byte[] bytes) {
    FileJson whole = FileJson.of(bytes);
    Map<String, Quota> tenants = new HashMap<>();
    for (String tenant : whole.json().keySet()) {
      if (!tenant.equals(OTHERS) && !Tenants.valid(tenant)) {
        throw new IllegalArgumentException("a tenant's name is neither * nor " + Tenants.FORM);
      }
      FileJson json = FileJson.of(whole.json().get(tenant), tenant + ".").requireKnown(MEMBERS);
      tenants.put(
          tenant,
          new Quota(
              (int) json.whole("running", MOST),
              (int) json.whole("queued", MOST),
              json.whole("rows_per_minute", MOST_ROWS),
              (int) json.whole("batches", MOST)));
    }
    return new QuotaFile(Map.copyOf(tenants));
  }

  Quota of(String tenant) {
    Quota own = tenants.get(tenant);
    return own == null ? tenants.getOrDefault(OTHERS, Quota.NONE) : own;
  }
}
