package dev.langevin.runtime.grpc;

import dev.langevin.runtime.discovery.Discovery;
import dev.langevin.runtime.lifecycle.Parts;
import java.util.List;

/**
 * The replicas of a service that is called.
 *
 * @param discovery where they are
 * @param transport how they are called
 */
public record Peers(Discovery discovery, Transport transport) {
  /** Those at these addresses, looked up until the parts are closed. */
  public static Peers of(List<String> addresses, Transport transport, Parts parts) {
    return new Peers(parts.add(Discovery.start(addresses)), transport);
  }

  /** Those at these addresses, numbers each, over plain connections. */
  public static Peers plain(List<String> addresses) {
    return new Peers(Discovery.start(addresses), Transport.PLAIN);
  }

  /** A channel to each. */
  public ChannelSet channels() {
    return ChannelSet.of(discovery, transport);
  }
}
