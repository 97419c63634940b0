package dev.langevin.gateway.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An API key as it is kept: nobody can make the key of it.
 *
 * @param id what it is called, 16 letters and digits
 * @param sha256 of the key's text, in 64 hexadecimal digits
 * @param tenant whose it is
 * @param scopes what it allows; at least one
 * @param name what people call it; may be empty
 * @param created when it was made
 * @param expires when it ends, if it does
 * @param revoked when somebody ended it, if somebody did
 */
public record ApiKey(
    String id,
    String sha256,
    String tenant,
    Set<Scope> scopes,
    String name,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> revoked) {
  /** What the subjects of callers with keys begin with. */
  static final String SUBJECT = "key:";

  /** Keeps a copy. */
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  /** The same key, ended. */
  public ApiKey revokedAt(Instant when) {
    return new ApiKey(id, sha256, tenant, scopes, name, created, expires, Optional.of(when));
  }

  /** How it stands: revoked, expired or valid. */
  public String state(Instant now) {
    if (revoked.isPresent()) {
      return "revoked";
    }
    return expires.filter(end -> !end.isAfter(now)).isPresent() ? "expired" : "valid";
  }

  /**
   * Who calls with it.
   *
   * @throws dev.langevin.gateway.GatewayException UNAUTHENTICATED if it has ended
   */
  Caller caller(Instant now) {
    revoked.ifPresent(
        when -> {
          throw SignInRefusal.revoked(id, when);
        });
    expires
        .filter(end -> !end.isAfter(now))
        .ifPresent(
            end -> {
              throw SignInRefusal.expired(id, end);
            });
    return new Caller(tenant, SUBJECT + id, scopes, expires.orElse(Instant.MAX));
  }
}
