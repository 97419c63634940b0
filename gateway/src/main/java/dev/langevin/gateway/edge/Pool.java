package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for calls. Where callers sign in, a tenant has half of them at most, so that none keeps
 * the others out. Thread-safe.
 */
final class Pool {
  private final String what;
  private final int most;
  private final Duration retry;
  private final Map<String, Integer> ofTenants = new HashMap<>();
  private int taken;

  /**
   * @param what takes them, in the plural
   * @param most places in all
   * @param retry when it is worth another try
   */
  Pool(String what, int most, Duration retry) {
    this.what = what;
    this.most = most;
    this.retry = retry;
  }

  /**
   * Takes a place.
   *
   * @throws GatewayException if there is none for this caller
   */
  synchronized void take(Caller caller) {
    if (taken >= most) {
      throw GatewayException.tooMany(what, most, retry);
    }
    if (!caller.anonymous()) {
      int share = Math.max(1, most / 2);
      int own = ofTenants.getOrDefault(caller.tenant(), 0);
      if (own >= share) {
        throw GatewayException.tooManyOfTenant(what, share, caller.tenant(), retry);
      }
      ofTenants.put(caller.tenant(), own + 1);
    }
    taken++;
  }

  /** Gives a place back that this caller took. */
  synchronized void giveBack(Caller caller) {
    taken--;
    if (!caller.anonymous()) {
      ofTenants.computeIfPresent(caller.tenant(), (tenant, own) -> own == 1 ? null : own - 1);
    }
  }
}
