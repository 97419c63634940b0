package dev.langevin.runtime.tls.authority;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.IPAddress;

/**
 * What a certificate is to be.
 *
 * @param owner its common name
 * @param names DNS names and addresses that it is for
 * @param from when it becomes valid
 * @param until when it expires
 * @param uses what it may be shown as
 */
public record Order(String owner, List<String> names, Instant from, Instant until, Set<Use> uses) {
  /** What a certificate may be shown as. */
  public enum Use {
    SERVER,
    CLIENT
  }

  /** Checks that it is for something. */
  public Order {
    names = List.copyOf(names);
    uses = Set.copyOf(uses);
    if (owner.isBlank() || uses.isEmpty() || !until.isAfter(from)) {
      throw new IllegalArgumentException(
          "owner, uses, from and until: %s, %s, %s and %s are not all of use"
              .formatted(owner, uses, from, until));
    }
    for (String name : names) {
      if (!possible(name)) {
        throw new IllegalArgumentException("names: %s is not an address".formatted(name));
      }
    }
  }

  /** Whether a certificate can be for this: false for what looks like an address and is none. */
  public static boolean possible(String name) {
    return !address(name) || IPAddress.isValid(name);
  }

  /** Whether it is meant as an address, and not as a DNS name. */
  static boolean address(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  /** One for a service: it is shown to those that call it, and to those that it calls. */
  public static Order both(String owner, List<String> names, Instant from, Instant until) {
    return new Order(owner, names, from, until, Set.of(Use.SERVER, Use.CLIENT));
  }
}
