package dev.langevin.gateway.identity;

import dev.langevin.runtime.generations.Tenants;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls, for as long as the call lasts.
 *
 * @param tenant whose things it sees and makes
 * @param subject which key or person of the tenant: {@code key:ID} or {@code user:SUB}; empty where
 *     nobody signs in
 * @param scopes what it may do
 * @param until when its key or token ends
 */
public record Caller(String tenant, String subject, Set<Scope> scopes, Instant until) {
  /** Whoever calls where nobody signs in. */
  public static final Caller ANYBODY =
      new Caller(
          Tenants.DEFAULT, "", EnumSet.of(Scope.READ, Scope.WRITE, Scope.ADMIN), Instant.MAX);

  /** Keeps a copy. */
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it may do what needs this. */
  public boolean may(Scope scope) {
    return scope == Scope.OPEN || scopes.contains(scope);
  }

  /** Whether nobody asked who it is. */
  public boolean anonymous() {
    return subject.isEmpty();
  }

  /**
   * Refuses it what it may not do.
   *
   * @throws dev.langevin.gateway.GatewayException PERMISSION_DENIED, naming the scope
   */
  public Caller require(Scope scope) {
    if (!may(scope)) {
      throw SignInRefusal.scope(scope, this);
    }
    return this;
  }

  /** Its scopes, for a person. */
  String has() {
    return scopes.isEmpty()
        ? "none"
        : scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(", "));
  }
}
