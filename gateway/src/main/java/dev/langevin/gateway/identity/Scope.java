package dev.langevin.gateway.identity;

import java.util.Locale;

/** What a call needs, and what a key or token allows. None of them includes another. */
public enum Scope {
  /** Needs no key. No key has it. */
  OPEN,
  /** Looking: generations, pictures, batches, deliveries, models, plans. */
  READ,
  /** Making, cancelling and deleting, and what costs the machines work. */
  WRITE,
  /** Running the system: hosts and addresses, looking at model directories. */
  ADMIN;

  /** As keys' files, tokens and messages have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
