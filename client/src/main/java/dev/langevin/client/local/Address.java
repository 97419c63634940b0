package dev.langevin.client.local;

import dev.langevin.client.CommandException;

/**
 * A server's host and port, as {@code HOST:PORT}; an IPv6 host stands in brackets.
 *
 * @param tls whether connections to it are encrypted, and it has to show a certificate
 */
public record Address(String host, int port, boolean tls) {
  private static final String HTTPS = "https://";
  private static final String HTTP = "http://";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** Reads {@code text}, which came from {@code option}; {@code HOST:PORT} is without TLS. */
  public static Address parse(String option, String text) {
    return parse(option, text, false);
  }

  /**
   * Reads {@code HOST:PORT}, or a URL, whose port may be left out.
   *
   * @param option where the text came from
   * @param tls whether TLS is meant where the text does not say
   */
  public static Address parse(String option, String text, boolean tls) {
    if (text.startsWith(HTTPS)) {
      return parse(option, text, rest(text, HTTPS), HTTPS_PORT, true);
    }
    if (text.startsWith(HTTP)) {
      if (tls) {
        throw CommandException.invalid(option, text, "is without TLS, which --tls asks for");
      }
      return parse(option, text, rest(text, HTTP), HTTP_PORT, false);
    }
    return parse(option, text, text, 0, tls);
  }

  private static String rest(String text, String scheme) {
    String rest = text.substring(scheme.length());
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /**
   * @param port where the text has none; 0 if it has to
   */
  private static Address parse(String option, String whole, String text, int port, boolean tls) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    String host = colon >= 0 ? text.substring(0, colon) : port > 0 ? text : "";
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || host.contains("/") || (host.contains(":") && !bracketed)) {
      throw CommandException.invalid(option, whole, "is not HOST:PORT");
    }
    if (colon < 0) {
      return new Address(host, port, tls);
    }
    try {
      int written = Integer.parseInt(text.substring(colon + 1));
      if (written >= 1 && written <= 65535) {
        return new Address(host, written, tls);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandException.invalid(option, whole, "does not end in a port of 1..65535");
  }

  @Override
  public String toString() {
    return (tls ? HTTPS : "") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
