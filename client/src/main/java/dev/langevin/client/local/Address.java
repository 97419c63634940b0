package dev.langevin.client.local;

import dev.langevin.client.CommandException;

/** A server's host and port, as {@code HOST:PORT}; an IPv6 host stands in brackets. */
public record Address(String host, int port) {
  /** Reads {@code text}, which came from {@code option}. */
  public static Address parse(String option, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || (host.contains(":") && !bracketed)) {
      throw CommandException.invalid(option, text, "is not HOST:PORT");
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 1 && port <= 65535) {
        return new Address(host, port);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandException.invalid(option, text, "does not end in a port of 1..65535");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
