package dev.langevin.runtime.config;

/** The form {@code host:port}, with IPv6 hosts in brackets. */
final class Addresses {
  private Addresses() {}

  static boolean valid(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1) {
      return false;
    }
    String host = address.substring(0, colon);
    String port = address.substring(colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.contains(":") && !bracketed || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      return false;
    }
    return port.matches("\\d{1,5}")
        && Integer.parseInt(port) >= 1
        && Integer.parseInt(port) <= 65535;
  }
}
