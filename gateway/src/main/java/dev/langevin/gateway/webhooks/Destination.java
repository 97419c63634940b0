package dev.langevin.gateway.webhooks;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a webhook is.
 *
 * @param uri http or https
 */
record Destination(URI uri) {
  private static final int LONGEST = 2_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Destination of(String url) {
    if (url.isEmpty() || url.length() > LONGEST) {
      throw new IllegalArgumentException(
          "%d characters are not in 1..%d".formatted(url.length(), LONGEST));
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("it does not begin with http:// or https://");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("it has no host, or a user, or a fragment");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new IllegalArgumentException("port %d is not in 1..65535".formatted(uri.getPort()));
    }
    return new Destination(uri);
  }

  /**
   * Refuses at once what is an address by itself and not public; names are looked up when something
   * is sent.
   *
   * @throws IllegalArgumentException if it is
   */
  void requireAllowed(boolean privateAddresses) {
    boolean literal = host().matches("[0-9.]+") || host().contains(":");
    if (privateAddresses || !literal && !host().equalsIgnoreCase("localhost")) {
      return;
    }
    try {
      address(false);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  boolean secure() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /** Its name, an IPv6 address without its brackets. */
  String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return secure() ? HTTPS : HTTP;
  }

  /** What is asked for there. */
  String path() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /**
   * Where to connect. The name is looked up once for the check and the connection, or a server of
   * names could give one address to the check and another to the connection.
   *
   * @param privateAddresses whether it may be one that is not public
   * @throws UnknownHostException if the name has no address, or one that is not allowed
   */
  InetSocketAddress address(boolean privateAddresses) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host());
    if (!privateAddresses) {
      for (InetAddress address : all) {
        Optional<String> problem = problem(address);
        if (problem.isPresent()) {
          throw new UnknownHostException(
              "%s is %s, %s; WEBHOOK_PRIVATE_ADDRESSES=true would allow it"
                  .formatted(host(), address.getHostAddress(), problem.get()));
        }
      }
    }
    return new InetSocketAddress(all[0], port());
  }

  /** Why an address is not one of the public internet, by IANA's registries of special ones. */
  static Optional<String> problem(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean special =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress()
            || (address instanceof Inet6Address ? special6(bytes) : special4(bytes));
    return special ? Optional.of("which is not a public address") : Optional.empty();
  }

  private static boolean special4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    return first == 0
        || first >= 240
        || first == 100 && second >= 64 && second < 128
        || first == 198 && (second == 18 || second == 19)
        || first == 192 && second == 0 && (third == 0 || third == 2)
        || first == 198 && second == 51 && third == 100
        || first == 203 && second == 0 && third == 113;
  }

  /** Outside global unicast, 2000::/3, and what is set apart in it; NAT64 may lead anywhere. */
  private static boolean special6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    return (first & 0xe000) != 0x2000
        || first == 0x2002
        || first == 0x2001 && (second < 0x200 || second == 0xdb8)
        || first == 0x3fff && second < 0x1000;
  }
}
