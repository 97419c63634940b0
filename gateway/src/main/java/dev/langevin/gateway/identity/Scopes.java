package dev.langevin.gateway.identity;

import java.util.List;
import java.util.Optional;

/** Scopes as people and tokens write them. */
public final class Scopes {
  /** What is allowed, for a message. */
  public static final String ALLOWED = "each has to be one of read, write, admin";

  private static final List<Scope> ALL = List.of(Scope.READ, Scope.WRITE, Scope.ADMIN);

  private Scopes() {}

  /** The scope of this name; empty if there is none. */
  public static Optional<Scope> of(String text) {
    return ALL.stream().filter(scope -> scope.text().equals(text)).findFirst();
  }
}
