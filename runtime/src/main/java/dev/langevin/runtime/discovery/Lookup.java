package dev.langevin.runtime.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/** Says which addresses a name has. */
@FunctionalInterface
public interface Lookup {
  /**
   * The addresses that it has now, at least one.
   *
   * @throws UnknownHostException if it has none, or nobody can be asked
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** As this machine resolves names. */
  static Lookup system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }

  /**
   * Has this JVM ask again after seconds; it would remember an address for half a minute, and that
   * a name has none for ten seconds. To be called before the first name is resolved.
   */
  static void forgetSoon() {
    if (Security.getProperty("networkaddress.cache.ttl") == null) {
      Security.setProperty("networkaddress.cache.ttl", "3");
    }
    if ("10".equals(Security.getProperty("networkaddress.cache.negative.ttl"))) {
      Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }
  }
}
