package dev.langevin.runtime.discovery;

import java.net.InetAddress;

/**
 * Where one replica is.
 *
 * @param name for people, and to tell replicas apart: {@code host:port} as written, or {@code
 *     host/address:port} of a name
 * @param address {@code host:port} to connect to
 * @param authority {@code host:port} as written; its certificate has to be for the host
 */
public record Endpoint(String name, String address, String authority) {
  /** One that is written as an address, or is of this process. */
  public static Endpoint of(String written) {
    return new Endpoint(written, written, written);
  }

  /** One of the addresses of a name. */
  static Endpoint of(String written, InetAddress address) {
    int colon = written.lastIndexOf(':');
    String number = address.getHostAddress();
    String host = number.contains(":") ? "[" + number + "]" : number;
    String to = host + written.substring(colon);
    return new Endpoint(written.substring(0, colon) + "/" + to, to, written);
  }
}
